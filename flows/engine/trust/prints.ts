import { hash } from 'node:crypto';
import type { Change } from '../../kit/change.ts';
import type { LedgerEntry } from './ledgerEntry.ts';

/** Tells a row from others by its key and all it asks for. 128 bits: among a thousand million rows no two meet by chance. */
function printOf(key: string, values: Change['values']): string {
  return hash('sha1', `${key}\n${JSON.stringify(values)}`, 'base64url').slice(0, 22);
}

/** The ledger entry of a change. The values that equal the target's stay behind. */
export function entryOf({ action, key, identity = key, id, fields, stamp, isFinal, isBlind, values, error, conflicts, ifRestored }: Change, origin: string | undefined): LedgerEntry {
  return {
    action,
    key,
    fields,
    print: printOf(key, values),
    keyPrint: identity === '' ? '' : hash('sha1', identity, 'base64url').slice(0, 16),
    ...(origin === undefined ? {} : { origin }),
    ...(id === undefined ? {} : { id }),
    ...(stamp === undefined ? {} : { stamp }),
    ...(isFinal ? { isFinal } : {}),
    ...(isBlind ? { isBlind } : {}),
    ...(error ? { reason: { code: error.code, message: error.message } } : {}),
    ...(conflicts ? { conflicts } : {}),
    ...(ifRestored ? { ifRestored } : {}),
  };
}
