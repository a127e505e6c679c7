import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeBatch, rowObject, selectRows, withColumns, type Batch } from '../../kit/batch.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import type { Schema } from '../../kit/schema.ts';
import { defaultCsvOptions } from '../csv/csvOptions.ts';
import { openCsvTable } from '../csv/csvTable.ts';
import type { RowFile } from './rowFile.ts';
import { Scratch } from './scratch.ts';

const schema: Schema = [{ name: 'Id', type: 'number' }, { name: 'Name', type: 'text' }, { name: 'Note', type: 'text' }];

/** Rows of a CSV file, whose cells are bytes of it. */
async function rowsOfFile(count: number): Promise<Batch[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = Array.from({ length: count }, (_, at) => `${at},${at % 5 === 0 ? '' : `Zoë ${at}`},"note, ${'long '.repeat(at % 7)}""${at}"""`);
  writeFileSync(join(folder, 'in.csv'), `Id,Name,Note\n${lines.join('\n')}\n`);
  const table = await openCsvTable(join(folder, 'in.csv'), defaultCsvOptions);
  const batches: Batch[] = [];
  for await (const { columns, rowCount, ordinal } of table.read(schema, { ordinal: 0 })) batches.push(makeBatch(schema, columns, rowCount, { source: 'read', ordinal }));
  await table.close();
  return batches;
}

function scratch(): Scratch {
  const made = new Scratch();
  onTestFinished(() => made.close());
  return made;
}

const objects = (batches: readonly Batch[]): unknown[] => batches.flatMap((batch) => Array.from(batch.rows, (row) => rowObject(batch, row)));
async function objectsOf(file: RowFile): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const batch of file.batches('node')) all.push(...objects([batch]));
  return all;
}

test('rows come back as they were, with their places in the source, as often as wanted', async () => {
  const batches = await rowsOfFile(3000);
  const file = scratch().rowFile(schema, 256);
  for (const batch of batches) file.add(batch, batch.rows.filter((row) => row % 3 !== 1));
  const expected = objects(batches.map((batch) => selectRows(batch, batch.rows.filter((row) => row % 3 !== 1))));
  expect(await objectsOf(file)).toEqual(expected);
  for await (const batch of file.batches('node')) for (const row of batch.rows) expect(batch.ordinals![row]).toBe(batch.columns[0]!.value(row));
});

test('batches that share one memory are right until the next is asked for', async () => {
  const batches = await rowsOfFile(2000);
  const file = scratch().rowFile(schema, 256);
  for (const batch of batches) file.add(batch);
  const seen: unknown[] = [];
  for await (const batch of file.batches('node', { isCopied: true })) seen.push(...objects([batch]));
  expect(seen).toEqual(objects(batches));
});

test('a column that later rows do not have is blank in them, whatever lay in that memory before', async () => {
  const batches = await rowsOfFile(700);
  const file = scratch().rowFile(schema, 256);
  for (const batch of batches) {
    file.add(batch);
    file.add(withColumns(batch, [schema[0]!, schema[2]!], [batch.columns[0]!, batch.columns[2]!]));
  }
  const without = objects(batches).map((row) => ({ ...(row as object), Name: null }));
  expect(await objectsOf(file)).toEqual([...objects(batches), ...without]);
});

test('kept rows go to the file in any order, and their memory can be used again', async () => {
  const batches = await rowsOfFile(9000);
  const held = new HeldRows(schema);
  for (let round = 0; round < 2; round++) {
    for (const batch of batches) held.add(batch);
    held.seal();
    const order = Int32Array.from({ length: held.count }, (_, index) => held.count - 1 - index);
    const file = scratch().rowFile(schema);
    file.addHeld(held, order, 'sort');
    expect(await objectsOf(file)).toEqual(objects(batches).reverse());
    let place = 0;
    for await (const batch of file.batches('node', { isCopied: true })) for (const row of batch.rows) expect(batch.ordinals![row]).toBe(place++);
    held.clear();
    for (const batch of batches) held.add(withColumns(batch, [schema[0]!, schema[2]!], [batch.columns[0]!, batch.columns[2]!]));
    held.seal();
    expect([held.value(1, 4000), held.value(0, 4000), held.count]).toEqual([null, 4000, 9000]);
    held.clear();
  }
});
