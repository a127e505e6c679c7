import { closeSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Database, SqlRow } from '../database.ts';
import type { StoredValue } from '../records/readField.ts';
import type { BulkQuery, ResultColumn } from './bulkQuery.ts';
import { type CsvFormat, csvLine, delimiters, lineEndings, quotedCell } from './csvFormat.ts';

/** A mark stands before every so many records of a result file. */
export const markEvery = 1_000;

export interface WrittenResult {
  readonly records: number;
  /** Offsets in bytes: the first record, every thousandth after it, and the end. */
  readonly marks: number[];
}

/**
 * Runs a query into a CSV file.
 * @param database a connection of its own, so that the result is of one moment; or the org's, and then nothing else may run meanwhile
 * @param mayPause whether other work may run in between
 */
export async function writeResult(
  database: Database,
  query: BulkQuery,
  format: CsvFormat,
  file: number,
  { mayPause, signal }: { mayPause: boolean; signal: AbortSignal },
): Promise<WrittenResult> {
  const line = lineWriter(query.columns, format);
  let text = csvLine(
    query.columns.map(({ title }) => title),
    format,
  );
  let offset = 0;
  let records = 0;
  const marks: number[] = [];
  const flush = (): void => {
    offset += writeAll(file, text);
    text = '';
    marks.push(offset);
  };
  try {
    flush();
    for (const row of database.prepare(query.sql).iterate(query.parameters) as unknown as Iterable<SqlRow>) {
      text += line(row);
      if (++records % markEvery !== 0) continue;
      flush();
      if (mayPause) await setImmediate();
      signal.throwIfAborted();
    }
    if (text !== '') flush();
    return { records, marks };
  } finally {
    closeSync(file);
  }
}

function lineWriter(columns: readonly ResultColumn[], csv: CsvFormat): (row: SqlRow) => string {
  const delimiter = delimiters[csv.delimiter];
  const end = lineEndings[csv.lineEnding];
  return (row) => {
    let line = '';
    for (let i = 0; i < columns.length; i++) {
      if (i > 0) line += delimiter;
      const { at, kind, format } = columns[i]!;
      line += format ? quotedCell(format(row[at] as StoredValue) ?? '') : cellOf(row[at]!, kind);
    }
    return line + end;
  };
}

function cellOf(value: SqlRow[number], kind: ResultColumn['kind']): string {
  if (value === null) return '""';
  if (kind === 'boolean') return value === 1 ? '"true"' : '"false"';
  if (typeof value !== 'string') return `"${String(value)}"`;
  // Bulk says Z where the other APIs say +0000.
  return kind === 'datetime' ? `"${value.replace('+0000', 'Z')}"` : quotedCell(value);
}

function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  return bytes.length;
}
