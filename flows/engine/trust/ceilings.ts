import type { RecordChange } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import type { RunRequest } from '../runRequest.ts';

interface Ceiling {
  readonly most: number | undefined;
  /** The flow says so; else whoever began the run. */
  readonly isOfFlow: boolean;
}

/** How much a run may write, over all its sinks: what the flow says, or less where the run was told less. An undo is bound by what it was told alone. */
export class Ceilings {
  readonly #mostRows: Ceiling;
  readonly #mostDeletes: Ceiling;
  #rows: number;
  #deletes: number;

  /** @param written rows and deletes that the run has sent before it was resumed */
  constructor({ ceilings = {}, undoes, document: { limits = {} } }: Pick<RunRequest, 'ceilings' | 'undoes' | 'document'>, written = { rows: 0, deletes: 0 }) {
    const { rows, deletes } = undoes === undefined ? limits : {};
    this.#mostRows = lower(ceilings.rows, rows);
    this.#mostDeletes = lower(ceilings.deletes, deletes);
    this.#rows = written.rows;
    this.#deletes = written.deletes;
  }

  /** Counts what is about to be sent. Throws kind `settings` instead when it is more than the run may write. */
  take(changes: readonly RecordChange[]): void {
    const deletes = changes.reduce((sum, { action }) => sum + (action === 'delete' ? 1 : 0), 0);
    this.#check(this.#rows + changes.length, this.#mostRows, 'rows', '--max-rows');
    this.#check(this.#deletes + deletes, this.#mostDeletes, 'deletes', '--max-deletes');
    this.#rows += changes.length;
    this.#deletes += deletes;
  }

  #check(wanted: number, { most, isOfFlow }: Ceiling, what: string, option: string): void {
    if (most === undefined || wanted <= most) return;
    throw new AppError('settings', 'ceilingReached', {
      message: `${isOfFlow ? 'The limits of the flow say that a run' : 'The run'} may write ${most} ${what} at most, and the next sending would make it ${wanted}. It stops before it; what was written stays.`,
      hint: isOfFlow ? 'Look at the plan. If it is what you want, raise the limit in the flow, save it and resume.' : `Look at the plan. If it is what you want, resume with a higher ${option}.`,
    });
  }
}

function lower(told: number | undefined, ofFlow: number | undefined): Ceiling {
  const isOfFlow = ofFlow !== undefined && (told === undefined || ofFlow <= told);
  return { most: isOfFlow ? ofFlow : told, isOfFlow };
}
