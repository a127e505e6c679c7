import { z } from 'zod';
import { batchFromRows, batchRows, type Batch } from '../kit/batch.ts';
import { defineNode, outPort, rejectedColumns, type NodeDefinition } from '../kit/defineNode.ts';
import type { NodeRuntime } from '../kit/defineRun.ts';
import { f } from '../kit/fields.ts';
import type { Cell, Schema } from '../kit/schema.ts';
import { retriedRowsType } from '../model/retryFlow.ts';
import { openRows } from './keptRows.ts';
import type { RunStore } from './runStore.ts';
import { openingSealer, type OpenSealer, type Sealer } from './sealer.ts';

const settingsSchema = z.object({
  node: f.text({ title: 'Node', help: 'The node whose rejected rows these are.' }),
  codes: f.columns({ title: 'Codes', help: 'Only rows that were rejected with one of these; none: all.' }),
  columns: f.columnTypes({ title: 'Columns', help: 'The columns the rows came with.', lookup: 'none' }),
  entry: f.text({ title: 'Behind', help: 'The out-port behind which the rows go in, as node.port.' }),
});

/** The source of a retry: rows that an earlier run rejected. Not in the palette: it is put into a flow for one run. */
export const retriedRowsDefinition: NodeDefinition = defineNode({
  type: retriedRowsType,
  version: 1,
  kind: 'source',
  title: 'Rejected rows of a run',
  summary: 'Gives the rows that a node of an earlier run rejected, as they came into it.',
  category: 'Check',
  settings: settingsSchema,
  ports: () => ({ in: [], out: [outPort] }),
  columns: ({ columns }) => columns,
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

/** A rejected row, as it came into the node. */
export interface RejectedRow {
  readonly schema: Schema;
  readonly cells: readonly Cell[];
  readonly code: string;
  readonly message: string;
  readonly source: string;
  readonly ordinal: number;
}

/**
 * The rows that a node of a run rejected, in their order. What a run that was resumed rejected twice comes once.
 * Throws what `openRows` throws where the key is gone.
 */
export function* rejectedRows(store: RunStore, sealer: Sealer, run: string, node: string): Generator<RejectedRow> {
  const seen = new Set<string>();
  for (const part of store.readRejected(run)) {
    if (part.node !== node) continue;
    for (const { schema, source, ordinals, rows } of openRows(part.sealed, sealer)) {
      const [code, message] = rejectedColumns.map((column) => schema.findIndex(({ name }) => name === column.name)) as [number, number];
      const came = schema.flatMap((_, index) => (index === code || index === message ? [] : [index]));
      const cameSchema = came.map((index) => schema[index]!);
      for (const [at, row] of rows.entries()) {
        const key = JSON.stringify([source, ordinals[at], row]);
        if (seen.has(key)) continue;
        seen.add(key);
        yield { schema: cameSchema, cells: came.map((index) => row[index]!), code: String(row[code]), message: String(row[message]), source, ordinal: ordinals[at]! };
      }
    }
  }
}

/** Why a node of a run rejected a row that came from one of these places (`source:ordinal`); undefined where it did not, or it was not kept. */
export function whyRejected(store: RunStore, sealer: Sealer, run: string, node: string, origins: ReadonlySet<string>): { readonly code: string; readonly message: string } | undefined {
  for (const { source, ordinal, code, message } of rejectedRows(store, sealer, run, node)) if (origins.has(`${source}:${ordinal}`)) return { code, message };
  return undefined;
}

interface RunParts {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly store: RunStore;
  readonly openSealer?: OpenSealer;
}

/** What a run needs, so that it can read the rejected rows of the run `parent`. */
export function withRetriedRows<P extends RunParts>(parent: string, parts: P): P {
  const { definitions, loadRuntime } = parts;
  return {
    ...parts,
    definitions: { ...definitions, [retriedRowsType]: retriedRowsDefinition },
    loadRuntime: (type: string) => (type === retriedRowsType ? Promise.resolve(runtimeOf(parent, parts)) : loadRuntime(type)),
  };
}

function runtimeOf(parent: string, { store, openSealer }: RunParts): NodeRuntime {
  return {
    kind: 'source',
    async *read(context) {
      const { node, codes, columns } = settingsSchema.parse(context.settings);
      const sealer = openingSealer(await openSealer?.());
      let ordinal = 0;
      const batchOf = (rows: readonly (readonly Cell[])[]): Batch => {
        const batch = batchFromRows(columns, rows, { source: context.node, ordinal });
        ordinal += rows.length;
        return batch;
      };
      yield batchOf([]);
      let rows: Cell[][] = [];
      for (const row of rejectedRows(store, sealer, parent, node)) {
        if (codes.length > 0 && !codes.includes(row.code)) continue;
        rows.push(columns.map(({ name }) => row.cells[row.schema.findIndex((column) => column.name === name)] ?? null));
        if (rows.length < batchRows) continue;
        yield batchOf(rows);
        rows = [];
      }
      if (rows.length > 0) yield batchOf(rows);
    },
  };
}
