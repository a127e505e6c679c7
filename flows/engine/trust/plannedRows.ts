import { AppError } from '../../kit/errors.ts';
import type { RunStore } from '../runStore.ts';
import type { LedgerEntry, NewEntry } from './ledgerEntry.ts';
import { printOf } from './prints.ts';

/** The rows of a plan for one sink. Each is given out once. */
export class PlannedRows {
  readonly #byPrint = new Map<string, Pick<LedgerEntry, 'action' | 'stamp'>[]>();
  readonly #keys = new Set<string>();
  /** Rows the plan was to write that have not come yet. */
  left = 0;

  constructor(store: RunStore, plan: string, node: string) {
    for (const { entries } of store.readLedger(plan, { node })) {
      for (const { print, keyPrint, action, stamp } of entries) {
        if (keyPrint !== '') this.#keys.add(keyPrint);
        const same = this.#byPrint.get(print);
        if (same) same.push({ action, stamp });
        else this.#byPrint.set(print, [{ action, stamp }]);
        if (isWrite(action)) this.left++;
      }
    }
  }

  /** Undefined where the plan says the same of this row; else why it is held back. */
  check({ key, fields, print = printOf(key, fields), keyPrint, action, stamp }: NewEntry): AppError | undefined {
    const planned = this.#byPrint.get(print);
    const name = key === '' ? 'This row' : `"${key}"`;
    if (!planned || planned.length === 0) {
      if (keyPrint !== '' && this.#keys.has(keyPrint)) return new AppError('row', 'inputChanged', { message: `${name} asks for something else than when the plan was made. Plan again to write it.` });
      return new AppError('row', 'notInPlan', { message: `${name} was not there when the plan was made. Plan again to write it.` });
    }
    const at = planned.findIndex((row) => row.action === action && row.stamp === stamp);
    const [row] = planned.splice(Math.max(0, at), 1);
    if (isWrite(row!.action)) this.left--;
    if (at >= 0) return undefined;
    return new AppError('row', 'targetChanged', {
      message: `${name} was to be ${words[row!.action]}; since the plan was made its record has changed, and now it would be ${words[action]}. It is held back. Plan again to see what would happen.`,
    });
  }
}

const words = { insert: 'inserted', update: 'updated', delete: 'deleted', undelete: 'undeleted', unchanged: 'left as it is', conflict: 'a conflict', noMatch: 'without a match', rejected: 'rejected' } as const;

function isWrite(action: LedgerEntry['action']): boolean {
  return action === 'insert' || action === 'update' || action === 'delete' || action === 'undelete';
}
