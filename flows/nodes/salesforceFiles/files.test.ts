import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { safeFileName } from '../../connectors/salesforce/files/safeFileName.ts';
import { batchFromRows } from '../../kit/batch.ts';
import { Secret, type Connection } from '../../kit/connection.ts';
import type { Cell } from '../../kit/schema.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

interface Stored {
  readonly title: string;
  readonly extension: string;
  readonly bytes: Buffer;
  readonly fields?: unknown;
}

/** The part of an org that keeps files, as an org never does it: `cut` gives half of the content. */
async function fileOrg(files: Record<string, Stored>, { cut = false } = {}): Promise<Connection> {
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url!.replace(/^\/services\/data\/v\d+\.0/, '');
      const [, kind, id, data] = /^\/sobjects\/(ContentVersion|ContentDocument)(?:\/(\w+))?(\/VersionData)?/.exec(path) ?? [];
      const json = (status: number, value: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (request.method === 'POST') {
        const made = `068NEW00000000${Object.keys(files).length}AAA`;
        files[made] = await uploaded(request);
        return json(201, { id: made, success: true, errors: [] });
      }
      if (kind === 'ContentDocument') return json(200, { LatestPublishedVersionId: id!.replace('069', '068') });
      const file = files[id!];
      if (!file) return json(404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
      if (data !== undefined) return response.writeHead(200, { 'content-type': 'application/octetstream' }).end(cut ? file.bytes.subarray(0, file.bytes.length / 2) : file.bytes);
      return json(200, { Title: file.title, FileExtension: file.extension || null, ContentSize: file.bytes.length });
    })();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { name: 'files', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl }, secrets: { accessToken: new Secret('00D!token') } };
}

/** Reads a multipart body the way a server does: by its boundary. */
async function uploaded(request: IncomingMessage): Promise<Stored> {
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type']!)![1]!;
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const whole = Buffer.concat(parts);
  expect(whole.length).toBe(Number(request.headers['content-length']));
  const [, first, second] = whole.toString('latin1').split(`--${boundary}`);
  const bodyOf = (part: string): Buffer => Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1');
  const fields = JSON.parse(bodyOf(first!).toString('utf8')) as { Title: string };
  return { title: fields.Title, extension: '', bytes: bodyOf(second!), fields };
}

const at = orgForTests();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-files-'));
  return () => rmSync(folder, { recursive: true });
});

async function moved(connection: Connection, settings: z.input<typeof definition.settings>, names: readonly string[], rows: readonly (readonly Cell[])[], isPlan = false) {
  const batch = batchFromRows(names.map((name) => ({ name, type: 'text' })), rows, { source: 'test', ordinal: 0 });
  const result = await runTransform(definition, run, { connection: 'files', ...settings }, [batch], { connection, folder, isPlan });
  const [out] = result.emitted;
  return { rows: [...out!.rows].map((row) => out!.columns.at(-1)!.value(row)), rejected: result.rejected.map(({ row, error }) => [row, error.code, error.message]) };
}

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
const id = (number: number): string => `06800000000000${number}AAA`;

describe('downloading', () => {
  const settings = { operation: 'download' as const, column: 'Id', folder: 'files' };

  test('files come whole, under names that every system takes; two of one name stay two', async () => {
    const org = await fileOrg({ [id(1)]: { title: '../Plan: A/B', extension: 'pdf', bytes }, [id(2)]: { title: '.._Plan_ A_B', extension: 'pdf', bytes: Buffer.from('two') }, [id(3)]: { title: 'Empty', extension: '', bytes: Buffer.alloc(0) } });
    const { rows, rejected } = await moved(org, { ...settings, parallel: 1 }, ['Id'], [[id(1)], [id(2)], [id(3).replace('068', '069')]]);
    expect(rejected).toEqual([]);
    expect(rows.map((path) => basename(String(path)))).toEqual(['_Plan_ A_B.pdf', '_Plan_ A_B (2).pdf', 'Empty']);
    expect(readFileSync(join(folder, 'files', '_Plan_ A_B.pdf')).equals(bytes)).toBe(true);
    expect(readdirSync(join(folder, 'files'))).toHaveLength(3);
  });

  test('a file that comes short is no file, and too large a one is not begun', async () => {
    const org = await fileOrg({ [id(1)]: { title: 'Half', extension: 'bin', bytes }, [id(2)]: { title: 'Large', extension: 'bin', bytes: Buffer.alloc(2_000_000) } }, { cut: true });
    const { rejected } = await moved(org, { ...settings, mostMegabytes: 1, parallel: 1 }, ['Id'], [[id(1)], [id(2)]]);
    expect(rejected).toEqual([
      [0, 'fileCutShort', `The org says that the file ${id(1)} has 300000 bytes; 150000 came.`],
      [1, 'fileTooLarge', '"Large" has 2000000 bytes, and at most 1048576 are taken.'],
    ]);
    expect(readdirSync(join(folder, 'files'))).toEqual([]);
  });
});

describe('uploading', () => {
  const settings = { operation: 'upload' as const, column: 'File', titleColumn: 'Title', recordColumn: 'Account' };

  test('files go byte for byte, with their title and record', async () => {
    const files: Record<string, Stored> = {};
    const org = await fileOrg(files);
    writeFileSync(join(folder, 'Łódź "1".bin'), bytes);
    writeFileSync(join(folder, 'empty.txt'), '');
    const { rows, rejected } = await moved(org, { ...settings, parallel: 1 }, ['File', 'Title', 'Account'], [['Łódź "1".bin', 'A plan', '001000000000001AAA'], ['empty.txt', null, null], ['nothing.txt', null, null], [null, null, null]]);
    expect(rejected.map(([row, code]) => [row, code])).toEqual([[2, 'fileUnreadable'], [3, 'fileBlank']]);
    expect(rows).toEqual(Object.keys(files));
    const [first, second] = Object.values(files);
    expect(first!.bytes.equals(bytes)).toBe(true);
    expect(first!.fields).toEqual({ Title: 'A plan', PathOnClient: 'Łódź "1".bin', FirstPublishLocationId: '001000000000001AAA' });
    expect(second).toMatchObject({ bytes: Buffer.alloc(0), fields: { Title: 'empty.txt', PathOnClient: 'empty.txt' } });
  });

  test('a plan sends none', async () => {
    const files: Record<string, Stored> = {};
    writeFileSync(join(folder, 'a.txt'), 'a');
    expect(await moved(await fileOrg(files), settings, ['File', 'Title', 'Account'], [['a.txt', null, null]], true)).toEqual({ rows: [null], rejected: [] });
    expect(files).toEqual({});
  });
});

test.each([
  ['a/b\\c:d', 'txt', 'a_b_c_d.txt'],
  ['..', '', 'file'],
  ['con', 'txt', '_con.txt'],
  ['Report.PDF', 'pdf', 'Report.pdf'],
  ['x'.repeat(400), 'txt', `${'x'.repeat(150)}.txt`],
  ['a\u202Etxt.exe\n', '', 'a_txt.exe_'],
])('the file name of %j with %j is %j', (title, extension, name) => {
  expect(safeFileName(title, extension)).toBe(name);
});

test('the demo org: what was put up comes down byte for byte, by the version and by the document, with a record that shows it', async () => {
  writeFileSync(join(folder, 'Łódź "1".bin'), bytes);
  writeFileSync(join(folder, 'empty.txt'), '');
  const account = (await at.org.request<{ id: string }>({ method: 'POST', path: '/sobjects/Account', body: { Name: 'With files' }, idempotent: false }, at.counters, at.signal)).id;
  const up = await moved(at.connection, { operation: 'upload', column: 'File', titleColumn: 'Title', recordColumn: 'Account' }, ['File', 'Title', 'Account'], [['Łódź "1".bin', 'A plan', account], ['empty.txt', null, null]]);
  expect(up.rejected).toEqual([]);
  const [version, empty] = up.rows.map(String);
  const soql = `SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '${account}'`;
  const { records } = await at.org.request<{ records: readonly { ContentDocumentId: string }[] }>({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}`, idempotent: true }, at.counters, at.signal);
  const down = await moved(at.connection, { operation: 'download', column: 'Id', folder: 'down', parallel: 1 }, ['Id'], [[version!], [records[0]!.ContentDocumentId], [empty!], ['068000000009999AAA']]);
  expect(down.rejected).toEqual([[3, 'NOT_FOUND', expect.any(String)]]);
  expect(down.rows.map((path) => basename(String(path)))).toEqual(['A plan.bin', 'A plan.bin', 'empty.txt']);
  expect(readFileSync(String(down.rows[0])).equals(bytes)).toBe(true);
  expect(readFileSync(String(down.rows[2]))).toHaveLength(0);
});
