import type { RecordChange } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import type { RunRequest } from '../runRequest.ts';

/** How much a run may write, over all its sinks. */
export class Ceilings {
  readonly #most: NonNullable<RunRequest['ceilings']>;
  #rows: number;
  #deletes: number;

  /** @param written rows and deletes that the run has sent before it was resumed */
  constructor(most: RunRequest['ceilings'], written = { rows: 0, deletes: 0 }) {
    this.#most = most ?? {};
    this.#rows = written.rows;
    this.#deletes = written.deletes;
  }

  /** Counts what is about to be sent. Throws kind `settings` instead when it is more than the run may write. */
  take(changes: readonly RecordChange[]): void {
    const deletes = changes.reduce((sum, { action }) => sum + (action === 'delete' ? 1 : 0), 0);
    this.#check(this.#rows + changes.length, this.#most.rows, 'rows', '--max-rows');
    this.#check(this.#deletes + deletes, this.#most.deletes, 'deletes', '--max-deletes');
    this.#rows += changes.length;
    this.#deletes += deletes;
  }

  #check(wanted: number, most: number | undefined, what: string, option: string): void {
    if (most === undefined || wanted <= most) return;
    throw new AppError('settings', 'ceilingReached', {
      message: `The run may write ${most} ${what} at most, and the next sending would make it ${wanted}. It stops before it; what was written stays.`,
      hint: `Look at the plan. If it is what you want, raise the ceiling (${option} on the command line) and resume.`,
    });
  }
}
