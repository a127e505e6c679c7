import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Cell, Schema } from '../../kit/schema.ts';
import { seededRandom } from '../../kit/seededRandom.ts';
import { inFolder } from '../csv/fixture.ts';
import type { TextSource } from '../files/textSource.ts';
import { jsonPaths } from './jsonPaths.ts';
import { jsonRecords, type JsonLayout } from './jsonRecords.ts';
import { openJsonTable, type JsonOptions } from './jsonTable.ts';

/** Gives the text in pieces of a few bytes, so that every cut is tried. */
function piecewise(text: string, size: number): TextSource {
  const bytes = Buffer.from(text);
  let at = 0;
  return {
    read(into, offset, length) {
      const count = bytes.copy(into, offset, at, Math.min(bytes.length, at + Math.min(size, length)));
      at += count;
      return Promise.resolve(count);
    },
  };
}

async function records(text: string, path: readonly string[] = [], layout: JsonLayout = 'array', size = 7): Promise<string[]> {
  const found: string[] = [];
  for await (const some of jsonRecords(piecewise(text, size), 'a.json', layout, path)) found.push(...some.map(String));
  return found;
}

async function table(content: string | Buffer, name = 'a.json', options: Partial<JsonOptions> = {}, schema?: Schema, from = { ordinal: 0 }) {
  return inFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const open = await openJsonTable(path, { layout: 'auto', path: '', isFlat: true, ...options });
    const rows: Cell[][] = [];
    const faults: string[] = [];
    const cursors: object[] = [];
    for await (const part of open.read(schema ?? open.columns, from)) {
      cursors.push(part.cursor);
      for (let row = 0; row < part.rowCount; row++) {
        const fault = part.faults.get(row);
        if (fault) faults.push(fault.message);
        else rows.push(part.columns.map((column) => column.value(row)));
      }
    }
    const guess = await open.guess();
    await open.close();
    return { names: open.columns.map((column) => column.name), rows, faults, guess, cursors };
  });
}

describe('records are found', () => {
  it.each([1, 2, 3, 7, 1000])('in pieces of %i bytes, whatever stands in texts', async (size) => {
    expect(await records('  [ {"a":"]}\\"{["} , {"b":[1,{"c":2}]},3 ,"x,y", null]  ', [], 'array', size)).toEqual(['{"a":"]}\\"{["}', '{"b":[1,{"c":2}]}', '3', '"x,y"', 'null']);
  });

  it('at a path, past what is not asked for', async () => {
    expect(await records('{"rows":[9],"a":{"x":[{"rows":1}],"rows":[{"n":1},{"n":2}],"y":3}}', ['a', 'rows'])).toEqual(['{"n":1}', '{"n":2}']);
    expect(await records('{"a":{"n":1}}', ['a'])).toEqual(['{"n":1}']);
  });

  it('as values one after another, and in lines', async () => {
    expect(await records('{"n":1}\n{"n":\n2} {"n":3}')).toEqual(['{"n":1}', '{"n":\n2}', '{"n":3}']);
    expect(await records('{"n":1}\r\n{"n":\n{"n":3}', [], 'lines', 1)).toEqual(['{"n":1}\r', '{"n":', '{"n":3}']);
    expect(await records('[]')).toEqual([]);
  });

  it('in random documents as JSON.parse finds them', async () => {
    const random = seededRandom(7);
    const value = (depth: number): unknown => {
      const pick = Math.floor(random() * (depth > 3 ? 4 : 6));
      if (pick === 4) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
      if (pick === 5) return Object.fromEntries(Array.from({ length: Math.floor(random() * 4) }, (_, key) => [`k${key}"]`, value(depth + 1)]));
      return [null, random() < 0.5, Math.floor(random() * 1e6) / 7, ['\\', '"]}', 'Zoë 🙂', '', ',:'][Math.floor(random() * 5)]][pick];
    };
    for (let round = 0; round < 200; round++) {
      const rows = Array.from({ length: Math.floor(random() * 6) }, () => ({ a: value(0) }));
      const text = JSON.stringify({ skip: value(0), rows }, undefined, Math.floor(random() * 3));
      expect((await records(text, ['rows'], 'array', 1 + Math.floor(random() * 40))).map((record): unknown => JSON.parse(record))).toEqual(rows);
    }
  });

  it.each([
    ['[{"n":1} {"n":2}]', [], 'a.json stops being JSON after its first record: there is "{" where a record, a comma or ] must stand.'],
    ['[{"n":1},,{"n":2}]', [], 'a.json stops being JSON after its first record: there is "," where a record, a comma or ] must stand.'],
    ['[{"n":1},{"n":', [], 'a.json stops being JSON after its first record: it ends there.'],
    ['[{"n":1}', [], 'a.json stops being JSON after its first record: it ends there.'],
    ['', [], 'a.json is empty: there are no records in it. Choose another file.'],
    ['x', [], 'a.json is no JSON: it begins with neither [ nor {.'],
    ['{"a":{"b":1}}', ['a', 'c'], 'There are no records at "a.c" in a.json: "a" has no "c".'],
    ['{"a":{"b":1}}', ['a', 'b'], 'There are no records at "a.b" in a.json: "a.b" is neither an array nor an object.'],
  ])('and what is none is said: %s', async (text, path, message) => {
    await expect(records(text, path)).rejects.toMatchObject({ kind: 'settings', message });
  });
});

describe('a JSON file', () => {
  it('has the columns of its first records, nested ones with points, and guesses their types', async () => {
    const { names, rows, guess } = await table('[{"Id":"007","n":1.5,"At":"2026-01-31"},{"n":2,"Home":{"City":"Bonn","Geo":{"x":1}},"ok":true}]');
    expect(names).toEqual(['Id', 'n', 'At', 'Home.City', 'Home.Geo.x', 'ok']);
    expect(rows).toEqual([['007', '1.5', '2026-01-31', null, null, null], [null, '2', null, 'Bonn', '1', 'true']]);
    expect(guess.map(({ type }) => type)).toEqual(['text', 'number', 'date', 'text', 'number', 'boolean']);
  });

  it('takes a text of digits for a text, and an empty one for blank', async () => {
    const { rows, guess } = await table('[{"Zip":"53111"},{"Zip":""}]');
    expect(guess[0]!.type).toBe('text');
    expect(rows).toEqual([['53111'], [null]]);
  });

  it('is unpacked when it is packed, whatever it is called', async () => {
    expect((await table(gzipSync('{"n":1}\n{"n":2}\n'), 'a.ndjson.gz')).rows).toEqual([['1'], ['2']]);
    expect((await table(gzipSync('[{"n":1}]'), 'a.json')).rows).toEqual([['1']]);
    await expect(table(gzipSync('[{"n":1}]').subarray(0, 20), 'a.json.gz')).rejects.toMatchObject({ kind: 'settings', code: 'fileDamaged' });
  });

  it('goes on after a row it stopped at', async () => {
    const text = `[${Array.from({ length: 3000 }, (_, n) => `{"n":${n}}`).join()}]`;
    const { cursors } = await table(text);
    expect(cursors[0]).toMatchObject({ ordinal: 1024, record: 1024 });
    const { rows } = await table(text, 'a.json', {}, [{ name: 'n', type: 'number' }], { ...(cursors[0] as { ordinal: number }) });
    expect([rows.length, rows[0]]).toEqual([1976, [1024]]);
  });

  it('rejects records that are none, with their place', async () => {
    const { rows, faults } = await table(Buffer.from('[{"n":1},5,{"n":"\xff"},{n:2}]', 'latin1'));
    expect(rows).toEqual([['1']]);
    expect(faults).toEqual([
      '5 is no object with keys and values (record 2).',
      'This is no JSON: it has bytes that are not UTF-8 (record 3): {"n":"�"}',
      'This is no JSON (record 4): {n:2}',
    ]);
  });

  it('shows the paths to its records, also when it is cut', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.json');
      await writeFile(path, '{"done":true,"result":{"records":[{"n":1},{"n":2}],"tags":[1]}}');
      expect(await jsonPaths(path)).toEqual([{ value: 'result.records', label: 'result.records', detail: '2 records' }]);
      await writeFile(path, '{"records":[{"n":1},{"n":"]}"},{"n":');
      expect((await jsonPaths(path)).map(({ value }) => value)).toEqual(['records']);
    });
  });
});
