import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ordinalOf, type Batch } from '../kit/batch.ts';
import type { Cell, Schema } from '../kit/schema.ts';
import type { Sealer } from './sealer.ts';

/** Rows as they are kept: their cells as a batch has them, and where each came from. */
export interface KeptRows {
  readonly schema: Schema;
  /** The source node that the rows' `ordinals` count in. */
  readonly source: string;
  readonly ordinals: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The live rows of a batch. */
export function keptRows(batch: Batch): KeptRows {
  const ordinals: number[] = [];
  const rows: Cell[][] = [];
  for (const row of batch.rows) {
    ordinals.push(ordinalOf(batch, row));
    rows.push(batch.columns.map((column) => column.value(row)));
  }
  return { schema: batch.schema, source: batch.origin.source, ordinals, rows };
}

/** JSON, made small, then sealed. */
export function sealRows(kept: readonly KeptRows[], sealer: Sealer): Uint8Array {
  return sealer.seal(deflateRawSync(JSON.stringify(kept), { level: 1 }));
}

export function openRows(sealed: Uint8Array, sealer: Sealer): KeptRows[] {
  return JSON.parse(inflateRawSync(sealer.open(sealed)).toString('utf8')) as KeptRows[];
}
