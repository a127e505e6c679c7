import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultCsvOptions } from '../../flows/connectors/csv/csvOptions.ts';
import { openCsvTable } from '../../flows/connectors/csv/csvTable.ts';
import { batchFromRows, makeBatch, rowObject, selectRows, type Batch } from '../../flows/kit/batch.ts';
import type { Cell, Schema } from '../../flows/kit/schema.ts';
import { seededRandom } from '../../flows/kit/seededRandom.ts';
import { definition as aggregateRows } from '../../flows/nodes/aggregateRows/definition.ts';
import { run as runAggregate } from '../../flows/nodes/aggregateRows/run.ts';
import { definition as checkContracts } from '../../flows/nodes/checkContracts/definition.ts';
import { run as runContracts } from '../../flows/nodes/checkContracts/run.ts';
import { definition as dedupeRows } from '../../flows/nodes/dedupeRows/definition.ts';
import { run as runDedupe } from '../../flows/nodes/dedupeRows/run.ts';
import { definition as joinRows } from '../../flows/nodes/joinRows/definition.ts';
import { run as runJoin } from '../../flows/nodes/joinRows/run.ts';
import { definition as pivotRows } from '../../flows/nodes/pivotRows/definition.ts';
import { run as runPivot } from '../../flows/nodes/pivotRows/run.ts';
import { definition as sortRows } from '../../flows/nodes/sortRows/definition.ts';
import { run as runSort } from '../../flows/nodes/sortRows/run.ts';
import { runTransform } from './runTransform.ts';

const schema: Schema = [
  { name: 'Id', type: 'number' },
  { name: 'Name', type: 'text' },
  { name: 'City', type: 'text' },
  { name: 'Amount', type: 'number' },
  { name: 'Active', type: 'boolean' },
  { name: 'Born', type: 'date' },
];
/** Less than the rows take by far: some dozen times they go to disk. */
const little = { memoryBytes: 800_000 };

const random = seededRandom(11);
const pick = <V>(list: readonly V[]): V => list[Math.floor(random() * list.length)]!;
const names = ['Ada', 'ada', 'Ünal 😀', 'Bob "the" Builder, Jr.', '日本', 'x'.repeat(200), null];
const row = (id: number): Cell[] => [id, pick(names), `City ${Math.floor(random() * 8000)}`, random() < 0.1 ? null : Math.floor(random() * 1e6) / 100, pick([true, false, null]), Math.floor(random() * 30_000) - 5000];
const rows = Array.from({ length: 40_000 }, (_, id) => row(id));

function batches(from: readonly Cell[][]): Batch[] {
  const made: Batch[] = [];
  for (let at = 0; at < from.length; at += 1024) made.push(batchFromRows(schema, from.slice(at, at + 1024), { source: 'list', ordinal: at }));
  return made;
}

/** The same rows from a CSV file, whose cells stay bytes of it; those of the last column are missing in some rows. Every seventh row is left out. */
async function fileBatches(from: readonly Cell[][]): Promise<Batch[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const quoted = (cell: Cell): string => (cell === null ? '' : /[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell));
  const lines = from.map((cells, at) => cells.slice(0, at % 10 === 0 ? 3 : 4).map(quoted).join(','));
  writeFileSync(path.join(folder, 'in.csv'), `Id,Name,City,Amount\n${lines.join('\n')}\n`);
  const columns = schema.slice(0, 4);
  const table = await openCsvTable(path.join(folder, 'in.csv'), { ...defaultCsvOptions, onFieldCount: 'fill' });
  const made: Batch[] = [];
  for await (const part of table.read(columns, { ordinal: 0 })) {
    const batch = makeBatch(columns, part.columns, part.rowCount, { source: 'file', ordinal: part.ordinal });
    made.push(selectRows(batch, batch.rows.filter((row) => (part.ordinal + row) % 7 !== 3)));
  }
  await table.close();
  return made;
}

const rowsOf = (emitted: readonly Batch[]): string[] => emitted.flatMap((batch) => Array.from(batch.rows, (at) => JSON.stringify(rowObject(batch, at))));

describe('rows that do not fit into memory', () => {
  it('are sorted as those that do', async () => {
    const settings: Parameters<typeof runTransform<typeof sortRows.settings>>[2] = { keys: [{ column: 'Name', direction: 'descending', blanks: 'first' }, { column: 'Amount', direction: 'ascending', blanks: 'last' }, { column: 'Active', direction: 'ascending', blanks: 'first' }] };
    const sorted = async (memory: { memoryBytes?: number }) => rowsOf((await runTransform(sortRows, runSort, settings, batches(rows), memory)).emitted);
    const [inMemory, onDisk] = [await sorted({}), await sorted(little)];
    expect(onDisk).toEqual(inMemory);
    expect(onDisk).toHaveLength(rows.length);
  });

  it.each(['City', 'Id', 'Born'])('are grouped by %s as those that do', async (key) => {
    const totals = (['sum', 'average', 'min', 'max', 'first', 'last', 'countDistinct'] as const).map((total) => ({ total, of: 'Amount', name: total }));
    const settings = { groupBy: [key, 'Active'], totals: [{ total: 'count' as const, name: 'rows' }, ...totals, { total: 'list' as const, of: 'Id', name: 'ids' }] };
    const grouped = async (memory: { memoryBytes?: number }) => rowsOf((await runTransform(aggregateRows, runAggregate, settings, batches(rows), memory)).emitted).sort();
    expect(await grouped(little)).toEqual(await grouped({}));
  });

  it.each([{ columns: [] }, { columns: [{ value: 'Bob "the" Builder, Jr.' }, { value: 'ada' }] }])('are pivoted as those that do, with %o', async (given) => {
    const settings = { groupBy: ['City', 'Active'], names: 'Name', values: 'Id', total: 'list' as const, ...given };
    const pivoted = async (memory: { memoryBytes?: number }) => {
      const { emitted, logged } = await runTransform(pivotRows, runPivot, settings, batches(rows), memory);
      return { columns: emitted.at(-1)!.schema.map(({ name }) => name), rows: rowsOf(emitted).sort(), logged };
    };
    const [inMemory, onDisk] = [await pivoted({}), await pivoted(little)];
    expect(onDisk).toEqual(inMemory);
    expect(onDisk.rows.length).toBeGreaterThan(15_000);
  });

  it('are held to contracts as those that do, in their order', async () => {
    const contracts = [
      { column: 'City', must: 'hasParent' as const, of: 'City' },
      { column: 'Id', must: 'unique' as const },
      { column: 'Amount', must: 'unique' as const, severity: 'log' as const },
      { column: 'Name', must: 'filled' as const },
    ];
    // A third of the rows comes twice, and some cities have no parent.
    const doubled = rows.slice(0, 20_000).map((cells, at) => cells.with(0, at % 3 === 0 ? Math.floor(at / 2) : at + 100_000));
    const parents = Array.from({ length: 20_000 }, (_, at) => [at, null, `City ${at % 7000}${at < 7000 ? '' : ` ${at}`}`, null, null, null]);
    const given = [...batches(parents).map((batch) => ({ port: 'parents', batch })), ...batches(doubled)];
    const checked = async (memory: { memoryBytes?: number }) => {
      const { emitted, rejected, logged, dropped } = await runTransform(checkContracts, runContracts, { contracts }, given, memory);
      return { rows: rowsOf(emitted), errors: rejected.map(({ error }) => error.message), logged, dropped };
    };
    const inMemory = await checked({});
    expect(inMemory.rows.length).toBeGreaterThan(5000);
    expect(inMemory.errors.length).toBeGreaterThan(3000);
    // With the least, the parents themselves do not fit; with more, only the unique values do not.
    expect(await checked(little)).toEqual(inMemory);
    expect(await checked({ memoryBytes: 2_000_000 })).toEqual(inMemory);
  });

  it.each(['inner', 'left', 'full', 'semi', 'anti'] as const)('are joined as those that do: %s', async (kind) => {
    const given = [...batches(rows.slice(0, 25_000)).map((batch) => ({ port: 'right', batch })), ...batches(rows.slice(15_000)).map((batch) => ({ port: 'left', batch }))];
    const settings = { kind, keys: [{ column: 'City', equals: 'City' }, { column: 'Active', equals: 'Active' }] };
    const joined = async (memory: { memoryBytes?: number }) => {
      const { emitted, dropped } = await runTransform(joinRows, runJoin, settings, given, memory);
      return { rows: rowsOf(emitted).sort(), dropped };
    };
    const [inMemory, onDisk] = [await joined({}), await joined(little)];
    expect(onDisk).toEqual(inMemory);
    expect(onDisk.rows.length).toBeGreaterThan(1000);
  });

  it.each(['inner', 'left', 'full'] as const)('are joined without the columns that nobody wants, but for the first of them, and under the names they always have: %s', async (kind) => {
    const given = [...batches(rows.slice(0, 25_000)).map((batch) => ({ port: 'right', batch })), ...batches(rows.slice(15_000)).map((batch) => ({ port: 'left', batch }))];
    const settings = { kind, keys: [{ column: 'City', equals: 'City' }] };
    // Among the left columns there is no "Amount" any more where "Amount (right)" is told from it.
    const wanted = new Set(['id', 'amount (right)']);
    const { emitted } = await runTransform(joinRows, runJoin, settings, given, little);
    const { emitted: fewer, narrow, dropped } = await runTransform(joinRows, runJoin, settings, given, { ...little, wanted });
    const whole = fewer.filter((batch) => !narrow.has(batch));
    expect(whole.every((batch) => batch.schema.length === emitted[0]!.schema.length)).toBe(true);
    expect(rowsOf(whole)).toEqual(rowsOf(emitted).slice(0, rowsOf(whole).length));
    expect(whole.flatMap(({ rows: alive }) => [...alive]).length).toBeGreaterThan(1000);
    for (const { schema: narrowed } of narrow) expect(narrowed.map(({ name }) => name)).toEqual(['Id', 'City', 'Id (right)', 'Amount (right)']);
    const cells = (all: readonly Batch[]) => all.flatMap((batch) => Array.from(batch.rows, (at) => ['Id', 'City', 'Amount (right)'].map((name) => rowObject(batch, at)[name])));
    expect(cells(fewer)).toEqual(cells(emitted));
    expect(dropped).toEqual((await runTransform(joinRows, runJoin, settings, given, little)).dropped);
  });

  it.each(['semi', 'anti'] as const)('keep nothing of the right side of a join but its keys: %s', async (kind) => {
    // The rows would take four megabytes, their cities a third of one.
    const given = [...batches(rows.slice(0, 25_000)).map((batch) => ({ port: 'right', batch })), { port: 'left', batch: batches(rows)[0]! }];
    const joined = async (memoryBytes: number) => rowsOf((await runTransform(joinRows, runJoin, { kind, keys: [{ column: 'City', equals: 'City' }] }, given, { memoryBytes })).emitted);
    expect(await joined(2_000_000)).toEqual(await joined(2 ** 26));
  });

  it.each(['first', 'last'] as const)('are rid of duplicates as those that do: the %s stays', async (keep) => {
    // 24,000 keys: neither they nor their rows fit.
    const doubled = rows.map((cells, at) => cells.with(2, cells[2] === 'City 7' ? null : `${String(cells[2])} ${at % 3}`));
    const deduped = async (memory: { memoryBytes?: number }) => {
      const { emitted, dropped } = await runTransform(dedupeRows, runDedupe, { key: ['City'], keep }, batches(doubled), memory);
      return { rows: rowsOf(emitted).sort(), dropped };
    };
    const [inMemory, onDisk] = [await deduped({}), await deduped(little)];
    expect(onDisk).toEqual(inMemory);
    expect(onDisk.rows.length).toBeGreaterThan(15_000);
    expect(onDisk.dropped['Duplicate by City']).toBe(rows.length - onDisk.rows.length);
  });

  it.each(['drop', 'mark'] as const)('are rid of rows that are alike as those that do: the others %s', async (duplicates) => {
    // Names with a typing error now and then, and one beginning that very many have.
    const spelt = (at: number): string => `${at % 3 === 0 ? 'Company' : `Firm ${at % 97}`} ${String.fromCharCode(97 + (at % 26))}${(at * 7919) % 1511}${at % 5 === 0 ? 'x' : ''}`;
    const some = rows.slice(0, 3000).map((cells, at) => cells.with(1, at % 50 === 0 ? null : spelt(at % 2000)));
    const settings = { match: 'fuzzy' as const, compare: [{ column: 'Name', as: 'text' as const }, { column: 'Active', as: 'equal' as const }], threshold: 93, duplicates, survivor: 'largest' as const, largest: 'Amount' };
    const deduped = async (memory: { memoryBytes?: number }) => {
      const { emitted, dropped } = await runTransform(dedupeRows, runDedupe, settings, batches(some), memory);
      return { rows: rowsOf(emitted), dropped };
    };
    const [inMemory, onDisk] = [await deduped({}), await deduped({ memoryBytes: 200_000 })];
    expect(onDisk).toEqual(inMemory);
    expect(onDisk.rows.length).toBeGreaterThan(700);
    expect(inMemory.rows.filter((row) => row.includes('"Survives":false')).length + (inMemory.dropped['Duplicate of a similar row'] ?? 0)).toBeGreaterThan(300);
  });

  it('are treated alike where their cells are bytes of a file, and where such rows and others come one after another', async () => {
    const some = rows.slice(0, 12_000).map((cells, at) => cells.with(2, `City ${at % 5000}`));
    const [fromFile, others] = [await fileBatches(some), batches(some.slice(0, 4000))];
    const keys = [{ column: 'Name', direction: 'descending' as const, blanks: 'first' as const }, { column: 'Amount', direction: 'ascending' as const, blanks: 'last' as const }];
    const withOthers = (batch: Batch): Batch => ({ ...batch, schema: schema.slice(0, 4), columns: batch.columns.slice(0, 4) });
    for (const given of [fromFile, [...fromFile, ...others.map(withOthers)], [...others.map(withOthers), ...fromFile]]) {
      const right = given.slice(0, given.length >> 1).map((batch) => ({ port: 'right', batch }));
      const treated = async (memory: { memoryBytes?: number }) => ({
        sorted: rowsOf((await runTransform(sortRows, runSort, { keys }, given, memory)).emitted),
        last: rowsOf((await runTransform(dedupeRows, runDedupe, { key: ['City'], keep: 'last' }, given, memory)).emitted).sort(),
        joined: rowsOf((await runTransform(joinRows, runJoin, { kind: 'full', keys: [{ column: 'City', equals: 'City' }] }, [...right, ...given], memory)).emitted).sort(),
      });
      const [inMemory, onDisk] = [await treated({}), await treated({ memoryBytes: 500_000 })];
      expect(onDisk).toEqual(inMemory);
      expect(onDisk.joined.length).toBeGreaterThan(5000);
    }
  });

  it('keep the place they had in their source through a join', async () => {
    const given = [...batches(rows).map((batch) => ({ port: 'right', batch })), ...batches(rows).map((batch) => ({ port: 'left', batch }))];
    const { emitted } = await runTransform(joinRows, runJoin, { kind: 'left', keys: [{ column: 'Id', equals: 'Id' }] }, given, little);
    for (const batch of emitted) {
      expect(batch.origin.source).toBe('list');
      for (const at of batch.rows) expect(batch.ordinals![at]).toBe(batch.columns[0]!.value(at));
    }
  });

  it('end the run when most have one key, for then no division helps', async () => {
    const same = rows.map((cells) => cells.with(2, 'Ulm'));
    const given = batches(same).map((batch) => ({ port: 'right', batch }));
    await expect(runTransform(joinRows, runJoin, { keys: [{ column: 'City', equals: 'City' }] }, [...given, { port: 'left', batch: batches(same)[0]! }], little)).rejects.toMatchObject({ kind: 'settings', code: 'memoryFull' });
  });
});
