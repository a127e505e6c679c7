import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry, AuditEvent } from './auditEntry.ts';
import { auditLog } from './auditLog.ts';
import { hashed } from './entryHash.ts';
import { readAudit } from './readAudit.ts';
import { verifyAudit } from './verifyAudit.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  file = join(folder, 'audit.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const event: AuditEvent = { action: 'runEnded', run: 'r1', state: 'succeeded', changed: { read: 7, written: 5 } };
const write = (count: number): void => {
  for (let n = 0; n < count; n++) auditLog(folder).add(event);
};
const lines = async (): Promise<string[]> => (await readFile(file, 'utf8')).split('\n').slice(0, -1);
const put = (changed: readonly string[]): Promise<void> => writeFile(file, changed.map((line) => `${line}\n`).join(''));
const all = async (of: string): Promise<(AuditEntry | undefined)[]> => {
  const entries = [];
  for await (const entry of readAudit(of)) entries.push(entry);
  return entries;
};
const found = async (): Promise<[number, string][]> => (await verifyAudit(folder)).faults.map(({ line, fault }) => [line, fault]);

describe('an audit log', () => {
  test('says who did what, when, with what and what it changed, each line bound to the one before', async () => {
    const log = auditLog(folder, { now: () => new Date('2026-01-02T03:04:05Z'), who: { user: 'ada', host: 'laptop' } });
    log.add({ action: 'connectionUsed', run: 'r1', connection: { name: 'acme', system: 'salesforce', environment: 'sandbox', address: 'https://acme.example', user: 'ada@acme.example' } });
    log.add(event);
    const [first, second] = (await all(folder)) as [AuditEntry, AuditEntry];
    expect(first).toMatchObject({ n: 1, at: '2026-01-02T03:04:05.000Z', who: { user: 'ada', host: 'laptop' }, connection: { name: 'acme' } });
    expect(second).toMatchObject({ n: 2, previous: first.hash, changed: { read: 7, written: 5 } });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('that nobody touched has no faults, and neither has one that is not there', async () => {
    expect(await verifyAudit(folder)).toMatchObject({ lines: 0, last: undefined, faults: [] });
    write(4);
    expect(await verifyAudit(folder)).toMatchObject({ lines: 4, last: { n: 4 }, faults: [] });
  });

  test('goes on after a line that the power cut in two, and after one whose end was not noted', async () => {
    write(2);
    await appendFile(file, '{"action":"runSta');
    write(1);
    expect(await verifyAudit(folder)).toMatchObject({ lines: 3, faults: [] });
    const last = JSON.parse((await lines())[2]!) as AuditEntry;
    await appendFile(file, `${JSON.stringify(hashed({ ...event, n: 4, at: last.at, who: last.who, previous: last.hash }))}\n`);
    write(1);
    expect(await verifyAudit(folder)).toMatchObject({ lines: 5, last: { n: 5 }, faults: [] });
  });

  test('takes lines of several processes at once', async () => {
    const script = `import { auditLog } from ${JSON.stringify(join(import.meta.dirname, 'auditLog.ts'))}; for (let n = 0; n < 20; n++) auditLog(${JSON.stringify(folder)}).add({ action: 'runStarted', run: String(process.pid) });`;
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', script])));
    expect(await verifyAudit(folder)).toMatchObject({ lines: 60, last: { n: 60 }, faults: [] });
  });

  test('that cannot be written says so', async () => {
    await writeFile(join(folder, 'no'), '');
    expect(() => auditLog(join(folder, 'no')).add(event)).toThrow(expect.objectContaining({ kind: 'service', code: 'auditLog' }));
  });
});

describe('verifying an audit log', () => {
  beforeEach(() => write(6));

  test('finds an altered line', async () => {
    const changed = await lines();
    changed[2] = changed[2]!.replace('"written":5', '"written":50');
    await put(changed);
    expect((await verifyAudit(folder)).faults).toEqual([{ line: 3, fault: 'altered', message: expect.stringMatching(/^Line 3 \(entry 3, runEnded, .*\) was altered: its hash does not fit what it says\.$/) }]);
  });

  test('finds a line that was altered and given a new hash, also the last one', async () => {
    for (const at of [2, 5]) {
      const whole = await lines();
      const forged = hashed({ ...(JSON.parse(whole[at]!) as AuditEntry), state: 'failed' });
      await put(whole.with(at, JSON.stringify(forged)));
      expect(await found()).toEqual([[at + 1, 'altered']]);
      await put(whole);
    }
  });

  test('finds a line that is no JSON, and does not call it missing as well', async () => {
    await put((await lines()).with(3, 'x'));
    expect(await found()).toEqual([[4, 'altered']]);
  });

  test('finds removed lines, at the start, in the middle and at the end', async () => {
    const whole = await lines();
    await put(whole.toSpliced(0, 1));
    expect((await verifyAudit(folder)).faults).toEqual([{ line: 1, fault: 'removed', message: 'Entry 1 is missing before line 1.' }]);
    await put(whole.toSpliced(2, 2));
    expect((await verifyAudit(folder)).faults).toEqual([{ line: 3, fault: 'removed', message: 'Entries 3 to 4 are missing before line 3.' }]);
    await put(whole.slice(0, 4));
    expect((await verifyAudit(folder)).faults).toEqual([{ line: 5, fault: 'removed', message: 'Entries 5 to 6 are missing at the end: the log was cut off.' }]);
    await truncate(file, 0);
    expect(await found()).toEqual([[1, 'removed']]);
    await rm(file);
    expect(await found()).toEqual([[1, 'removed']]);
  });

  test('finds a line in another place, one that is there twice and one that somebody added', async () => {
    const whole = await lines();
    await put([...whole.slice(0, 2), whole[3]!, whole[2]!, ...whole.slice(4)]);
    expect(await found()).toEqual([[4, 'moved']]);
    await put([...whole, whole[1]!]);
    expect(await found()).toEqual([[7, 'doubled']]);
    const last = JSON.parse(whole[5]!) as AuditEntry;
    await put([...whole, JSON.stringify(hashed({ ...last, n: 7, previous: last.hash }))]);
    expect(await found()).toEqual([[7, 'added']]);
  });

  test('writing on after a line was cut off does not hide it', async () => {
    await put((await lines()).slice(0, 5));
    write(1);
    expect(await found()).toEqual([[6, 'removed']]);
  });

  test('without its end says what it cannot see', async () => {
    await rm(join(folder, 'auditHead.sqlite'));
    expect(await found()).toEqual([[6, 'headGone']]);
  });
});
