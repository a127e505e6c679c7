/** So many batches may wait on an edge before its sender waits. */
export const channelBatches = 3;

/** One sender's end of a channel: an edge of the flow. */
export interface Feed<T> {
  /** Puts an item in at once. The promise, where there is one, is the back-pressure: it resolves when there is room for another. */
  send(item: T): void | Promise<void>;
  /** The sender has no more. */
  end(): void;
}

interface Waiting<T> {
  readonly item: T;
  readonly taken: () => void;
}

/**
 * Items on their way to one taker, in the order they were sent. Every feed has room for so many of its own, so a fast sender cannot
 * crowd out another, and the taker never waits for one feed while another has something: two ways from one node cannot block each other.
 * It closes when every feed has ended. `abort` rejects everyone who waits, with the error given.
 * Where there are early feeds, what the others send is held until all early ones have ended.
 */
export class Channel<T> {
  readonly #items: Waiting<T>[] = [];
  readonly #held: Waiting<T>[] = [];
  readonly #marks: { readonly at: number; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  readonly #blocked = new Set<(error: Error) => void>();
  #openFeeds = 0;
  #openEarly = 0;
  #taker: PromiseWithResolvers<T | undefined> | undefined;
  #error: Error | undefined;
  #sent = 0;
  #done = 0;
  #isBusy = false;

  feed(capacity: number, isEarly = false): Feed<T> {
    let waiting = 0;
    let room: PromiseWithResolvers<void> | undefined;
    this.#openFeeds++;
    if (isEarly) this.#openEarly++;
    const taken = (): void => {
      waiting--;
      if (room && waiting < capacity) {
        this.#blocked.delete(room.reject);
        room.resolve();
        room = undefined;
      }
    };
    return {
      send: (item) => {
        if (this.#error) throw this.#error;
        waiting++;
        if (isEarly || this.#openEarly === 0) this.#put({ item, taken });
        else this.#held.push({ item, taken });
        if (waiting < capacity) return undefined;
        if (!room) {
          room = Promise.withResolvers();
          // A sender that does not wait must not turn an abort into an unhandled rejection.
          room.promise.catch(() => {});
          this.#blocked.add(room.reject);
        }
        return room.promise;
      },
      end: () => {
        this.#openFeeds--;
        if (isEarly && --this.#openEarly === 0) for (const waits of this.#held.splice(0)) this.#put(waits);
        this.#wake();
      },
    };
  }

  /** The next item, or undefined when the channel has closed. Asking for the next says that the one before is dealt with. */
  take(): T | undefined | Promise<T | undefined> {
    if (this.#error) throw this.#error;
    this.#settle();
    if (this.#items.length > 0) return this.#shift();
    if (this.#openFeeds === 0) return undefined;
    this.#taker = Promise.withResolvers();
    return this.#taker.promise;
  }

  /** Resolves when everything sent until now has been dealt with; what is held for early feeds does not count. */
  passed(): Promise<void> {
    if (this.#error) return Promise.reject(this.#error);
    if (this.#done >= this.#sent) return Promise.resolve();
    return new Promise((resolve, reject) => this.#marks.push({ at: this.#sent, resolve, reject }));
  }

  abort(error: Error): void {
    if (this.#error) return;
    this.#error = error;
    this.#items.length = 0;
    this.#held.length = 0;
    for (const reject of this.#blocked) reject(error);
    for (const { reject } of this.#marks.splice(0)) reject(error);
    this.#taker?.reject(error);
    this.#taker = undefined;
  }

  #put(waits: Waiting<T>): void {
    this.#sent++;
    this.#items.push(waits);
    this.#wake();
  }

  #shift(): T {
    const { item, taken } = this.#items.shift()!;
    this.#isBusy = true;
    taken();
    return item;
  }

  #settle(): void {
    if (!this.#isBusy) return;
    this.#isBusy = false;
    this.#done++;
    while (this.#marks.length > 0 && this.#marks[0]!.at <= this.#done) this.#marks.shift()!.resolve();
  }

  #wake(): void {
    const taker = this.#taker;
    if (!taker || (this.#items.length === 0 && this.#openFeeds > 0)) return;
    this.#taker = undefined;
    taker.resolve(this.#items.length > 0 ? this.#shift() : undefined);
  }
}
