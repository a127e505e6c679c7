import { hash } from 'node:crypto';
import type { Change } from '../../kit/change.ts';
import type { LedgerEntry } from './ledgerEntry.ts';

/** Tells a row from others by its key and all it asks for. 128 bits: among a thousand million rows no two meet by chance. */
function printOf(key: string, values: Change['values']): string {
  return hash('sha1', `${key}\n${JSON.stringify(values)}`, 'base64url').slice(0, 22);
}

/** The ledger entry of a change. The values that equal the target's stay behind. */
export function entryOf({ action, key, identity = key, id, fields, stamp, isFinal, isBlind, values, error, conflicts, ifRestored }: Change, origin: string | undefined): LedgerEntry {
  // Built step by step: a hundred thousand spreads of one field each are most of what an entry costs.
  const print = printOf(key, values);
  const keyPrint = identity === '' ? '' : hash('sha1', identity, 'base64url').slice(0, 16);
  const entry: { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] } = origin === undefined ? { action, key, fields, print, keyPrint } : { action, key, fields, print, keyPrint, origin };
  if (id !== undefined) entry.id = id;
  if (stamp !== undefined) entry.stamp = stamp;
  if (isFinal) entry.isFinal = isFinal;
  if (isBlind) entry.isBlind = isBlind;
  if (error) entry.reason = { code: error.code, message: error.message };
  if (conflicts) entry.conflicts = conflicts;
  if (ifRestored) entry.ifRestored = ifRestored;
  return entry;
}
