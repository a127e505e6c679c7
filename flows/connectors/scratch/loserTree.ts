/** Finds the run whose row comes first, with one comparison for each doubling of the runs (Knuth, vol. 3, 5.4.1). Of equal ones it is the first run. */
export class LoserTree<Run extends { readonly isOver: boolean }> {
  winner = 0;
  readonly #runs: readonly Run[];
  readonly #compare: (a: Run, b: Run) => number;
  /** By inner node: the run that lost there. */
  readonly #losers: Int32Array;

  /** @param compare below 0 when the row of the first run comes first */
  constructor(runs: readonly Run[], compare: (a: Run, b: Run) => number) {
    this.#runs = runs;
    this.#compare = compare;
    this.#losers = new Int32Array(runs.length).fill(-1);
    for (let run = runs.length - 1; run >= 0; run--) this.#play(run);
  }

  /** The winner has gone on: who is first now? */
  replay(): void {
    this.#play(this.winner);
  }

  #play(run: number): void {
    let winner = run;
    for (let node = (run + this.#runs.length) >> 1; node > 0; node >>= 1) {
      const other = this.#losers[node]!;
      if (other < 0) {
        // While the tree is built: wait here for the one from the other side.
        this.#losers[node] = winner;
        return;
      }
      if (!this.#isBefore(other, winner)) continue;
      this.#losers[node] = winner;
      winner = other;
    }
    this.winner = winner;
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#runs[a]!, this.#runs[b]!];
    if (one.isOver || other.isOver) return !one.isOver;
    return (this.#compare(one, other) || a - b) < 0;
  }
}
