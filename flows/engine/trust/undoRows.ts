import { batchFromRows, type Batch } from '../../kit/batch.ts';
import type { ConflictChoices } from '../../kit/change.ts';
import type { ChangeWork } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import type { NodeRun } from '../nodeRun.ts';
import type { RunStore } from '../runStore.ts';
import type { LedgerBatch, LedgerEntry } from './ledgerEntry.ts';
import { takeBack } from './takeBack.ts';

const schema: Schema = [
  { name: 'Was', type: 'text' },
  { name: 'Key', type: 'text' },
  { name: 'Id', type: 'text' },
];

/** A work whose previews take back what another run wrote, and the rows it previews: that run's ledger, the last entry first. */
export interface UndoWork {
  readonly work: ChangeWork;
  feed(node: NodeRun): Promise<void>;
}

export function undoWork(work: ChangeWork, store: RunStore, undoes: string, choices: ConflictChoices): UndoWork {
  const entriesOf = new WeakMap<Batch, readonly LedgerEntry[]>();
  const preview: ChangeWork['preview'] = async (batch) => {
    const entries = entriesOf.get(batch)!;
    const current = await work.read(entries);
    return entries.map((entry, row) => {
      if (entry.action === 'update' && entry.isBlind) return { ...takeBack(entry, current[row]!, choices), row, action: 'conflict', error: noImage(entry) };
      return { ...takeBack(entry, current[row]!, choices), row };
    });
  };
  return {
    work: { ...work, preview, canFindInserts: true },
    async feed(node) {
      let ordinal = 0;
      for (const batch of store.readLedger(undoes, { node: node.id, backwards: true })) {
        const entries = written(batch);
        if (entries.length === 0) continue;
        const rows = batchFromRows(schema, entries.map(({ action, key, id }) => [action, key === '' ? null : key, id ?? null]), { source: node.id, ordinal });
        ordinal += entries.length;
        entriesOf.set(rows, entries);
        await node.take(rows, 'in');
      }
    },
  };
}

/** What a sending really changed, the last first. */
function written({ entries, outcomes }: LedgerBatch): LedgerEntry[] {
  return entries
    .flatMap((entry, place) => {
      const outcome = outcomes[place];
      return outcome?.state === 'written' ? [{ ...entry, id: outcome.id ?? entry.id }] : [];
    })
    .reverse();
}

function noImage({ key, id }: LedgerEntry): AppError {
  return new AppError('row', 'noBeforeImage', { message: `What ${key === '' ? (id ?? 'this record') : `"${key}"`} was before the run was not kept, or has been purged, so it cannot be restored.` });
}
