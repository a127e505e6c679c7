import { z } from 'zod';
import { ordinalOf, withColumns, type Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { defineNode, inPort, outPort, type NodeDefinition } from '../../kit/defineNode.ts';
import type { NodeRuntime } from '../../kit/defineRun.ts';
import { f } from '../../kit/fields.ts';
import { findColumn } from '../../kit/formula/columns.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import { traceTypes, type MeetingPoint } from '../../model/traceFlow.ts';

/** A mark's column: no name a person gives begins so. */
const markSign = '§';

const traits = { state: 'none', order: 'keeps', deterministic: true, conserves: true } as const;
const meeting = f.text({ title: 'Meeting', help: 'How rows that belong together are told, as JSON.' });
const plain = { version: 1, summary: 'Follows rows.', category: 'Check', traits } as const;

export const traceDefinitions: Readonly<Record<string, NodeDefinition>> = {
  [traceTypes.probe]: defineNode({ ...plain, type: traceTypes.probe, kind: 'sink', title: 'Look', settings: z.object({}), ports: () => ({ in: [inPort], out: [] }) }),
  [traceTypes.mark]: defineNode({
    ...plain,
    type: traceTypes.mark,
    kind: 'transform',
    title: 'Mark',
    settings: z.object({ name: f.text({ title: 'Name', help: 'The column of the mark; none where rows meet.' }), meeting }),
    ports: () => ({ in: [inPort], out: [outPort] }),
    columns: ({ name }, [upstream]) => upstream && (name === '' ? upstream : [...upstream, { name, type: 'text' }]),
  }),
  [traceTypes.strip]: defineNode({
    ...plain,
    type: traceTypes.strip,
    kind: 'transform',
    title: 'Take marks off',
    settings: z.object({ meeting }),
    ports: () => ({ in: [inPort], out: [outPort] }),
    columns: (_settings, [upstream]) => upstream?.filter(({ name }) => !name.startsWith(markSign)),
  }),
};

/** Where a row of a batch came from, as one text: rows with the same text are the same row, or were made of it. */
export function originKey(batch: Batch, row: number): string {
  return `${batch.origin.source}:${ordinalOf(batch, row)}`;
}

export interface TraceParts {
  /** Sees every batch at an out-port. */
  readonly look: (probe: string, batch: Batch) => void;
  /** Hears that a row that a node gave out came of other rows. */
  readonly link: (key: string, parents: readonly string[]) => void;
  /** Hears that a row goes into a node where it meets those of the same key, or, `isOut`, that it was made of them. */
  readonly meet: (node: string, key: Key, row: string, isOut: boolean) => void;
}

export function traceRuntime(type: string, { look, link, meet }: TraceParts): NodeRuntime | undefined {
  switch (type) {
    case traceTypes.probe:
      return {
        kind: 'sink',
        writes: 'rows',
        delivery: () => 'idempotent',
        open: ({ node }) => ({
          write: (batch) => {
            look(node, batch);
            return Promise.resolve(undefined);
          },
        }),
      };
    case traceTypes.mark:
      return {
        kind: 'transform',
        open: ({ settings }) => ({
          process: (batch, out) => {
            const { name, meeting: point } = settings as { name: string; meeting: string };
            if (point !== '') meetAt(point, batch, meet, false);
            if (name === '') return out.emit(batch);
            const mark: Column = { type: 'text', value: (row) => originKey(batch, row) };
            return out.emit(withColumns(batch, [...batch.schema, { name, type: 'text' }], [...batch.columns, mark]));
          },
        }),
      };
    case traceTypes.strip:
      return {
        kind: 'transform',
        open: ({ settings }) => ({
          process: (batch, out) => {
            const { meeting: point } = settings as { meeting: string };
            if (point !== '') meetAt(point, batch, meet, true);
            const marks = batch.columns.filter((_, index) => batch.schema[index]!.name.startsWith(markSign));
            for (const row of batch.rows) link(originKey(batch, row), marks.flatMap((column) => (column.value(row) === null ? [] : [String(column.value(row))])));
            const kept = batch.schema.flatMap(({ name }, index) => (name.startsWith(markSign) ? [] : [index]));
            return out.emit(withColumns(batch, kept.map((index) => batch.schema[index]!), kept.map((index) => batch.columns[index]!)));
          },
        }),
      };
    default:
      return undefined;
  }
}

/** Tells of every row of a batch what it belongs to. A row without a key meets none. */
function meetAt(point: string, batch: Batch, meet: TraceParts['meet'], isOut: boolean): void {
  const { node, columns, key } = JSON.parse(point) as MeetingPoint;
  const own = batch.schema.flatMap(({ name }, index) => (name.startsWith(markSign) ? [] : [index]));
  const places = columns === 'all' ? own : columns.map((name) => findColumn(batch.schema, name));
  const keyOf = rowKey(batch.schema, places, key);
  for (const row of batch.rows) {
    const found = keyOf(batch, row);
    if (found !== null) meet(node, found, originKey(batch, row), isOut);
  }
}
