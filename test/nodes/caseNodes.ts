import { z } from 'zod';
import { makeBatch, selectRows, type Batch } from '../../flows/kit/batch.ts';
import { ValueColumn } from '../../flows/kit/column.ts';
import { defineNode, inPort, outPort } from '../../flows/kit/defineNode.ts';
import { defineSink, defineSource, type NodeRuntime } from '../../flows/kit/defineRun.ts';
import { columnTypes, jsonCell, type Cell, type ColumnType, type Schema } from '../../flows/kit/schema.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const base = { version: 1, summary: 'Part of a test.', category: 'Rows', traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true } } as const;

/** A source that gives the rows of a case. */
export const caseSource = defineNode({
  ...base,
  type: 'caseSource',
  kind: 'source',
  title: 'Case rows',
  settings: z.strictObject({
    columns: z.array(z.strictObject({ name: z.string(), type: z.enum(columnTypes) })).default([]),
    rows: z.array(z.array(cell)).default([]),
    /** Gives them again and again. */
    endless: z.boolean().default(false),
  }),
  ports: () => ({ in: [], out: [outPort] }),
  columns: ({ columns }) => columns,
});

/** A sink that keeps what comes in. */
export const caseSink = defineNode({
  ...base,
  type: 'caseSink',
  kind: 'sink',
  title: 'Collected rows',
  settings: z.strictObject({ name: z.string().default('') }),
  ports: () => ({ in: [inPort], out: [] }),
});

export interface Collected {
  columns: string[];
  readonly rows: Cell[][];
}

/** What the two do. `onBatch` is called before a sink takes a batch; it may wait. */
export function caseRuntimes(collected: Record<string, Collected>, onBatch: (sink: string) => Promise<void> | void): Record<string, NodeRuntime> {
  const source = defineSource(caseSource, {
    async *read({ settings, node, signal }) {
      do {
        // Small batches with a dead row in each: what a node does must depend on neither.
        for (let at = 0; at === 0 || at < settings.rows.length; at += 2) yield batchOf(settings.columns, settings.rows.slice(at, at + 2), node, at);
        await new Promise(setImmediate);
      } while (settings.endless && !signal.aborted);
    },
  });
  const sink = defineSink(caseSink, {
    delivery: () => 'atLeastOnce',
    open: ({ settings }) => ({
      async write(batch) {
        await onBatch(settings.name);
        const kept = (collected[settings.name] ??= { columns: [], rows: [] });
        kept.columns = batch.schema.map(({ name }) => name);
        for (const row of batch.rows) kept.rows.push(batch.columns.map((column) => jsonCell(column.type, column.value(row))));
        return undefined;
      },
    }),
  });
  return { caseSource: source, caseSink: sink };
}

function batchOf(schema: Schema, rows: readonly (readonly Cell[])[], source: string, ordinal: number): Batch {
  const columns = schema.map(({ type }, index) => new ValueColumn(type, [null, ...rows.map((row) => cellOf(type, row[index] ?? null))]));
  const batch = makeBatch(schema, columns, rows.length + 1, { source, ordinal: ordinal - 1 });
  return selectRows(batch, Int32Array.from(rows, (_, index) => index + 1));
}

/** A cell of a case as batches hold it. */
function cellOf(type: ColumnType, value: Cell): Cell {
  if (typeof value !== 'string' || type === 'text') return value;
  if (type === 'date') return Date.parse(value) / 86_400_000;
  if (type === 'datetime') return Date.parse(value);
  if (type === 'time') return Date.parse(`1970-01-01T${value.endsWith('Z') ? value : `${value}Z`}`);
  throw new Error(`A cell of type ${type} is "${value}" in a case.`);
}
