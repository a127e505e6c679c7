import { AppError } from '../../kit/errors.ts';
import type { RunStore } from '../runStore.ts';
import type { LedgerEntry } from '../trust/ledgerEntry.ts';
import type { TraceTarget } from './traceRow.ts';

/**
 * The row that a run wrote a record from, by the record's Id (of 15 or 18 letters) or by its key; of a plan the row it would write it from.
 * Throws kind `settings`: `traceRecordUnknown` where the ledger does not name the record, `traceOfUndo` for a run that took back another.
 */
export function rowOfRecord(store: Pick<RunStore, 'readLedger' | 'readRequest'>, run: string, record: string): TraceTarget {
  const undone = store.readRequest(run)?.undoes;
  if (undone !== undefined) {
    throw new AppError('settings', 'traceOfUndo', { message: `The run ${run.slice(0, 8)} took back the run ${undone.slice(0, 8)}, and its rows are the records of that one.`, hint: `Follow the record there: sluice trace ${undone.slice(0, 8)} --record ${record}.` });
  }
  const isIt = ({ key }: LedgerEntry, id: string | undefined): boolean => (key !== '' && key === record) || (id !== undefined && (id === record || (record.length === 15 && id.startsWith(record))));
  for (const { entries, outcomes } of store.readLedger(run)) {
    const found = entries.find((entry, place) => isIt(entry, outcomes[place]?.id ?? entry.id));
    if (found?.source !== undefined && found.ordinal !== undefined) return { source: found.source, ordinal: found.ordinal };
  }
  throw new AppError('settings', 'traceRecordUnknown', {
    message: `The ledger of the run ${run.slice(0, 8)} names no record "${record}".`,
    hint: 'It names what was sent, by Id and key, as long as that is kept. Rows that would have changed nothing were not sent: their plan names them.',
  });
}
