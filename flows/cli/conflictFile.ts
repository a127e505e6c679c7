import { openCsvTable } from '../connectors/csv/csvTable.ts';
import { CsvWriter } from '../connectors/csv/csvWriter.ts';
import { defaultCsvOptions } from '../connectors/csv/csvOptions.ts';
import type { RunStore } from '../engine/runStore.ts';
import { batchFromRows } from '../kit/batch.ts';
import type { ConflictChoice } from '../kit/change.ts';
import { AppError } from '../kit/errors.ts';
import type { Cell, Schema } from '../kit/schema.ts';

const schema: Schema = ['Record Id', 'Key', 'If restored', 'Field', 'Before', 'Ours', 'Now', 'Choice'].map((name) => ({ name, type: 'text' }));
const pageRows = 1000;

/** Writes the conflicts of a dry undo as CSV, a field to a line, each with the choice "keep": to be changed in a spreadsheet and read back. Gives the number of records. */
export async function writeConflicts(store: RunStore, dryRun: string, undoes: string, file: string): Promise<number> {
  const keys = keysOf(store, undoes);
  const writer = await CsvWriter.create(file, { dialect: { delimiter: ',', quote: '"' }, lineEnding: '\n', formulaGuard: false, header: true, bom: true });
  let records = 0;
  try {
    await writer.write(batchFromRows(schema, [], { source: 'conflicts', ordinal: 0 }));
    for (let offset = 0; ; offset += pageRows) {
      const { rows, total } = store.readChanges(dryRun, { action: 'conflict', offset, limit: pageRows });
      const lines = rows.flatMap(({ entry: { id = '', conflicts = [], ifRestored } }): Cell[][] => {
        if (!ifRestored) return [];
        records++;
        return conflicts.map(({ name, before, ours, now }) => [id, keys.get(id) ?? null, ifRestored === 'delete' ? 'deleted' : 'updated', name, ...[before, ours, now].map((value) => (value === null ? null : String(value))), 'keep']);
      });
      await writer.write(batchFromRows(schema, lines, { source: 'conflicts', ordinal: offset }));
      if (offset + pageRows >= total) break;
    }
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return records;
}

/** The keys under which a run wrote its records, by Id. */
function keysOf(store: RunStore, run: string): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { entries, outcomes } of store.readLedger(run)) entries.forEach((entry, place) => keys.set(outcomes[place]?.id ?? entry.id ?? '', entry.key));
  return keys;
}

/** The choices of such a file, by record Id. Throws kind `settings`, code `choiceFile`, for another file, another word, or one record with two choices. */
export async function readChoices(file: string, name: string): Promise<Record<string, ConflictChoice>> {
  const table = await openCsvTable(file, defaultCsvOptions);
  try {
    const wanted = ['Record Id', 'Choice'].map((column) => table.columns.find((one) => one.name === column));
    const [idColumn, choiceColumn] = wanted;
    if (!idColumn || !choiceColumn) throw wrong(`${name} has no columns "Record Id" and "Choice". It has: ${table.columns.map((column) => column.name).join(', ')}.`);
    const found: Record<string, ConflictChoice> = {};
    for await (const { columns, rowCount } of table.read([idColumn, choiceColumn], { ordinal: 0 })) {
      for (let row = 0; row < rowCount; row++) {
        const [id, written] = columns.map((column) => String(column.value(row) ?? '').trim()) as [string, string];
        const choice = written.toLowerCase();
        if (id === '' || choice === '') continue;
        if (choice !== 'keep' && choice !== 'restore') throw wrong(`${name}: the choice for ${id} is "${written}". It is keep or restore.`);
        if (found[id] !== undefined && found[id] !== choice) throw wrong(`${name} says both keep and restore for ${id}. A record is kept or restored whole.`);
        found[id] = choice;
      }
    }
    return found;
  } finally {
    await table.close();
  }
}

function wrong(message: string): AppError {
  return new AppError('settings', 'choiceFile', { message, hint: '"sluice undo RUN --dry-run --out FILE" writes one to begin with.' });
}
