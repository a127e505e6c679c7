import { hash } from 'node:crypto';
import type { Change, FieldChange } from '../../kit/change.ts';
import type { Cell } from '../../kit/schema.ts';
import type { NewEntry } from './ledgerEntry.ts';

/** Tells a row from others by its key and all it asks for. 128 bits: among a thousand million rows no two meet by chance. */
export function printOf(key: string, asked: readonly FieldChange[]): string {
  const values: Record<string, Cell> = {};
  for (const { name, after } of asked) values[name] = after;
  return hash('sha1', `${key}\n${JSON.stringify(values)}`, 'base64url').slice(0, 22);
}

/** Where a row came from: see `NewEntry`. */
interface Place {
  readonly source: string;
  readonly ordinal: number;
}

/**
 * The ledger entry of a change. The values that equal the target's stay behind.
 * @param hasPrint the row will be compared with others now; else its print is left out where it can be told later
 */
export function entryOf({ action, key, identity = key, id, fields, stamp, isFinal, isBlind, asked, error, conflicts, ifRestored }: Change, place: Place | undefined, hasPrint: boolean): NewEntry {
  // Built step by step: a hundred thousand spreads of one field each are most of what an entry costs.
  const keyPrint = identity === '' ? '' : hash('sha1', identity, 'base64url').slice(0, 16);
  const entry: { -readonly [K in keyof NewEntry]: NewEntry[K] } = place === undefined ? { action, key, fields, keyPrint } : { action, key, fields, keyPrint, source: place.source, ordinal: place.ordinal };
  if (hasPrint || asked) entry.print = printOf(key, asked ?? fields);
  if (id !== undefined) entry.id = id;
  if (stamp !== undefined) entry.stamp = stamp;
  if (isFinal) entry.isFinal = isFinal;
  if (isBlind) entry.isBlind = isBlind;
  if (error) entry.reason = { code: error.code, message: error.message };
  if (conflicts) entry.conflicts = conflicts;
  if (ifRestored) entry.ifRestored = ifRestored;
  return entry;
}
