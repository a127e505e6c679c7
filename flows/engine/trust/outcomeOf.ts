import type { Sent } from '../../kit/change.ts';
import type { LedgerOutcome } from './ledgerEntry.ts';

/** An answer of the target as the ledger keeps it. */
export function outcomeOf({ id, error, isNotSent }: Sent): LedgerOutcome {
  if (isNotSent) return { state: 'notSent' };
  if (error) return { state: 'rejected', code: error.code, message: error.message };
  return id === undefined ? { state: 'written' } : { state: 'written', id };
}
