import { setMaxListeners } from 'node:events';
import { AppError, asAppError } from '../kit/errors.ts';

/** Whether a run goes on: the signal its nodes listen to, and the first error. */
export class RunControl {
  readonly signal: AbortSignal;
  /** Why the run failed; undefined while it goes well and when it was cancelled. */
  error: AppError | undefined;
  isStopped = false;
  readonly #controller = new AbortController();
  readonly #cancel: AbortSignal;
  readonly #onCancel = (): void => this.#stop();

  constructor(cancel: AbortSignal) {
    this.#cancel = cancel;
    this.signal = this.#controller.signal;
    // Every node, and what it opens, may listen.
    setMaxListeners(0, this.signal);
    if (cancel.aborted) this.#stop();
    else cancel.addEventListener('abort', this.#onCancel, { once: true });
  }

  /** Stops the run because of something thrown. The first error is the run's; what follows from it is not told. */
  fail(thrown: unknown, node?: string): AppError {
    const error = asAppError(thrown).at(node === undefined ? {} : { node });
    if (!this.isStopped) this.error = error.kind === 'cancelled' ? stoppedByItself(error) : error;
    this.#stop();
    return error;
  }

  /** Throws when the run was stopped. */
  check(): void {
    if (this.isStopped) throw cancelled();
  }

  /**
   * Waits for work that ends soon after the run is stopped, but not for ever: rejects so long after the stop, and leaves behind what
   * does not listen.
   *
   * @param onLeft called before something is left behind
   */
  async patiently<T>(work: Promise<T>, graceMs: number, onLeft: () => void): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const { promise: late, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => {
      onLeft();
      reject(cancelled());
    };
    const startTimer = (): void => void (timer = setTimeout(giveUp, graceMs));
    if (this.isStopped) startTimer();
    else this.signal.addEventListener('abort', startTimer, { once: true });
    try {
      return await Promise.race([work, late]);
    } finally {
      this.signal.removeEventListener('abort', startTimer);
      clearTimeout(timer);
    }
  }

  /** Forgets the caller's signal: it may outlive the run. */
  release(): void {
    this.#cancel.removeEventListener('abort', this.#onCancel);
  }

  #stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.#controller.abort();
  }
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'cancelled', { message: 'The run was cancelled.' });
}

/** A node gave up as if somebody had cancelled, and nobody had. */
function stoppedByItself(error: AppError): AppError {
  const cause = error.cause instanceof Error ? error.cause.message : error.message;
  return new AppError('bug', 'stoppedByItself', { message: `A node stopped though nobody cancelled the run: ${cause}`, where: error.where, cause: error });
}
