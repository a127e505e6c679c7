/** Works that go on side by side, so many at a time. The first that fails is told to whoever starts or waits next. */
export class UnderWay {
  readonly #most: number;
  readonly #works = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /** Waits for a free place and begins. */
  async start(work: () => Promise<void>): Promise<void> {
    while (this.#works.size >= this.#most) await Promise.race(this.#works);
    this.#throw();
    const begun: Promise<void> = work()
      .catch((error: unknown) => void (this.#failure ??= { error }))
      .finally(() => this.#works.delete(begun));
    this.#works.add(begun);
  }

  /** Waits for all of them. */
  async end(): Promise<void> {
    await Promise.all(this.#works);
    this.#throw();
  }

  #throw(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
