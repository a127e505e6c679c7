import { clockMs } from './clockMs.ts';

/** So long the engine may compute before timers, signals and messages get a turn. */
const turnMs = 10;

/** Lets the event loop turn while batches follow one another without a wait: else no cancel would be heard and no progress sent. */
export class Pacer {
  #since = clockMs();
  #turn: Promise<void> | undefined;

  /** Undefined while there is no need; else a promise to wait for before the next batch. */
  pause(): Promise<void> | undefined {
    if (this.#turn || clockMs() - this.#since < turnMs) return this.#turn;
    this.#turn = new Promise((resolve) => {
      setImmediate(() => {
        this.#since = clockMs();
        this.#turn = undefined;
        resolve();
      });
    });
    return this.#turn;
  }
}
