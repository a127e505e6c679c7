import { describe, expect, it } from 'vitest';
import { CsvBlock } from '../../../connectors/csv/csvBlock.ts';
import { openPlain } from '../../../connectors/csv/openScanner.ts';
import { makeBatch, selectRows, type Batch } from '../../batch.ts';
import { NumberColumn, SourceColumn, ValueColumn } from '../../column.ts';
import { seededRandom } from '../../seededRandom.ts';
import type { Cell, Schema } from '../../schema.ts';
import { bindFormula } from '../bindFormula.ts';
import { fillColumn } from '../fillColumn.ts';

const schema: Schema = [{ name: 'A', type: 'text' }, { name: 'B', type: 'text' }, { name: 'N', type: 'number' }, { name: 'M', type: 'number' }];
const dialect = { delimiter: ',', quote: '"' };
const random = seededRandom(7);
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;

const texts = ['', 'Ada', 'van der Meer', 'Zoë', '5" pipe', '"a,b"', '"say ""x"""', '""', ' +49 (7) 1', '0049 731', '00', '+', '0', '(030) 1-2', '\u00a0+1', 'ada@example.org', 'a@b', '@', 'a @b.c', 'é@x.de', 'a@b.c', '2026-01-31', 'AB-12', '\t+7'];
const numbers = [0, 1, -1, 2.5, 0.1, 0.2, 1.005, 99999.99, 1e15, -0.005, 1e300, 3];

/** Some rows whose texts are the bytes of a CSV file, or values; some rows are not alive. */
function someRows(isFile: boolean): Batch {
  const rows = Array.from({ length: 40 }, () => [pick(texts), pick(texts)] as const);
  const bytes = Buffer.from(`${rows.map((row) => row.join(',') || ',').join('\n')}\n\n`);
  const scanner = openPlain(dialect, 2, 100, bytes.length);
  const found = scanner.scan(bytes, bytes.length - 1, true);
  const block = new CsvBlock(bytes, { width: 2, ...scanner.space }, dialect);
  const values = () => Float64Array.from({ length: found.rows }, () => (below(6) === 0 ? NaN : pick(numbers)));
  const columns = [0, 1].map((field) => (isFile ? new SourceColumn({ block, field }) : new ValueColumn('text', Array.from({ length: found.rows }, (_, row) => block.text(row, field)))));
  const some = isFile ? new NumberColumn('number', values()) : new ValueColumn('number', Array.from(values(), (value) => (Number.isNaN(value) ? null : value)));
  const batch = makeBatch(schema, [...columns, some, new NumberColumn('number', values())], found.rows, { source: 'test', ordinal: 0 });
  return selectRows(batch, batch.rows.filter(() => below(4) > 0));
}

function oneByOne(formula: ReturnType<typeof bindFormula>, batch: Batch): unknown[] {
  return Array.from(batch.rows, (row) => {
    try {
      return formula.evaluate(batch, row);
    } catch (thrown) {
      return (thrown as Error).message;
    }
  });
}

describe('what a formula gives for a whole batch is what it gives row by row', () => {
  it.each([
    'A & " " & B', '"x" & A', 'A & B & "1"', 'A & "," & B', 'A & "\\"" & B', 'PHONEDIGITS(A)', 'PHONEDIGITS(B) & A', 'N + 1', 'N - 0.1', 'N * 1.1', 'N / 3', 'N / 0', 'N / M', 'N + M', 'N * M', 'M - N', '-N',
    'ROUND(N * 1.1, 2)', 'ABS(N)', 'MOD(N, 3)', 'ROUND(N + M, 1) * 2', 'TRUNC(M)', 'FLOOR(N * 110 + 0.5) / 100', 'N ^ 2', 'SQRT(N)',
  ])('%s', (source) => {
    const formula = bindFormula(source, schema, [], { nowMs: 0 });
    for (let round = 0; round < 60; round++) {
      const batch = someRows(round % 3 > 0);
      const failed = new Map<number, Error>();
      const column = fillColumn(formula, batch, failed as never);
      // Whoever copies asks for the source first.
      const { source: bytes } = column;
      const cell = (row: number): Cell => (bytes ? bytes.block.text(row, bytes.field) : column.value(row));
      expect(Array.from(batch.rows, (row) => failed.get(row)?.message ?? cell(row))).toEqual(oneByOne(formula, batch));
      expect(Array.from(batch.rows, (row) => failed.get(row)?.message ?? column.value(row))).toEqual(oneByOne(formula, batch));
    }
  });

  it.each([
    String.raw`REGEX(A, "[^\\s@]+@[^\\s@]+\\.[^\\s@]+")`, String.raw`REGEX(B, "\\d{4}-\\d{2}-\\d{2}")`, String.raw`REGEX(A, "[A-Z]{2,}-?\\d+")`, String.raw`REGEX(A, ".*")`, String.raw`REGEX(A, "")`, String.raw`REGEX(A, "(?i)ada")`,
    String.raw`REGEX(A, "a|b")`, 'N > 1', 'N < M', 'N = M', 'N <> M', 'N >= 0', 'N * 2 <= M', 'N / M > 1', 'N <> 1', 'N = 1',
    'AND(N > 1, LEN(A) > 3)', String.raw`AND(REGEX(A, "[^\\s@]+@.+"), LEN(A) > 5)`, String.raw`LEN(B) > 2 && REGEX(A, "\\w+") && N < M`, 'AND(N <> 0, M / N > 1)', 'AND(N > 1, M > 1, 1 / (N - 1) > 0)', 'AND(N > 0, AND(M > 0, ISBLANK(A)))',
  ])('%s', (source) => {
    const condition = bindFormula(source, schema, [], { nowMs: 0 });
    let isUsed = false;
    for (let round = 0; round < 60; round++) {
      const batch = someRows(round % 3 > 0);
      const expected = oneByOne(condition, batch);
      const kept = new Int32Array(batch.rows.length);
      let count: number | undefined;
      try {
        count = condition.kernels.condition?.(batch, kept);
      } catch {
        expect(expected.some((answer) => typeof answer === 'string')).toBe(true);
      }
      if (count === undefined) continue;
      isUsed = true;
      expect([...kept.subarray(0, count)]).toEqual(Array.from(batch.rows).filter((_, k) => expected[k] === true));
    }
    expect(isUsed).toBe(!/\(\?i\)|a\|b/.test(source));
  });
});
