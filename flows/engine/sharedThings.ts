interface SharedThing {
  readonly promise: Promise<object>;
  readonly close: (() => Promise<void>) | undefined;
}

/** Things that the nodes of a run share: each opened once per key, all closed when the run ends, the last opened first. */
export class SharedThings {
  readonly #things = new Map<string, SharedThing>();

  get<T extends object>(key: string, open: () => Promise<T>, close?: (thing: T) => Promise<void>): Promise<T> {
    const known = this.#things.get(key);
    if (known) return known.promise as Promise<T>;
    const promise = open();
    this.#things.set(key, { promise, close: close && (async () => close(await promise)) });
    // What could not be opened may be tried again, and there is nothing to close.
    promise.catch(() => this.#things.delete(key));
    return promise;
  }

  /** Closes everything; what cannot be closed is told and does not keep the rest open. */
  async close(tell: (message: string) => void): Promise<void> {
    for (const { close } of [...this.#things.values()].reverse()) {
      try {
        await close?.();
      } catch (error) {
        tell(`Something the run used could not be closed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.#things.clear();
  }
}
