import { AppError } from '../../kit/errors.ts';
import { openRows } from '../keptRows.ts';
import type { RunStore } from '../runStore.ts';
import { openingSealer, type OpenSealer } from '../sealer.ts';
import type { TraceTarget } from './traceRow.ts';

type Opened = Awaited<ReturnType<OpenSealer>>;

/** Where a row came from. */
interface RowOrigin {
  readonly source: string;
  readonly ordinal: number;
}

/**
 * Where the rows came from that a sink of a run rejected, in the order of their rejection. A flow is gone through without its sinks to follow a
 * row, so these are known by this alone. Throws kind `service`, code `vaultUnavailable`, where nothing can be opened.
 */
export function* rejectedOrigins(store: Pick<RunStore, 'readRejected'>, opened: Opened, run: string, node: string): Generator<RowOrigin> {
  const sealer = openingSealer(opened);
  for (const part of store.readRejected(run)) {
    if (part.node !== node) continue;
    for (const { source, ordinals } of openRows(part.sealed, sealer)) for (const ordinal of ordinals) yield { source, ordinal };
  }
}

/** The row of this number, from 0, among those that a sink of a run rejected. Throws what `rejectedOrigins` throws, and kind `settings`, code `traceRowUnknown`, where it is not kept. */
export function rowOfRejected(store: Pick<RunStore, 'readRejected'>, opened: Opened, run: string, node: string, row: number): TraceTarget {
  let kept = 0;
  for (const origin of rejectedOrigins(store, opened, run, node)) if (kept++ === row) return origin;
  const count = new Intl.NumberFormat('en');
  throw new AppError('settings', 'traceRowUnknown', { message: `Of the rows that "${node}" rejected ${kept === 0 ? 'none are kept' : `${count.format(kept)} are kept; there is no row ${count.format(row + 1)}`}.` });
}
