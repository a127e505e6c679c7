/**
 * Finds a row of an upload again by what is in it: the results of a bulk job come as rows, in an order that means nothing. Twelve bytes a
 * row in two typed arrays, so that a job of a million rows costs 24 MB and no objects. Of rows that are the same in every cell each is found once.
 */
export class RowHashes {
  /** Two words of hash and the row's ordinal plus one, or zero where it is free, for each place. */
  #places: Uint32Array;
  #mask: number;
  #count = 0;

  constructor(expected = 1024) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)));
    this.#places = new Uint32Array(size * 3);
    this.#mask = size - 1;
  }

  get count(): number {
    return this.#count;
  }

  add(cells: readonly (string | null)[], row: number): void {
    if (this.#count * 3 > this.#mask * 2) this.#grow();
    const [low, high] = hashOf(cells);
    this.#put(low, high, row + 1);
    this.#count++;
  }

  /** The ordinal of a row with these cells that has not been taken yet; undefined where there is none. */
  take(cells: readonly (string | null)[]): number | undefined {
    const [low, high] = hashOf(cells);
    for (let at = low & this.#mask; ; at = (at + 1) & this.#mask) {
      const place = at * 3;
      const held = this.#places[place + 2]!;
      if (held === 0) return undefined;
      if (held === taken || this.#places[place] !== low || this.#places[place + 1] !== high) continue;
      this.#places[place + 2] = taken;
      return held - 1;
    }
  }

  /** The ordinals that nobody took. */
  *left(): Generator<number> {
    for (let place = 2; place < this.#places.length; place += 3) {
      const held = this.#places[place]!;
      if (held !== 0 && held !== taken) yield held - 1;
    }
  }

  #put(low: number, high: number, held: number): void {
    let at = low & this.#mask;
    while (this.#places[at * 3 + 2] !== 0) at = (at + 1) & this.#mask;
    this.#places[at * 3] = low;
    this.#places[at * 3 + 1] = high;
    this.#places[at * 3 + 2] = held;
  }

  #grow(): void {
    const old = this.#places;
    this.#places = new Uint32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let place = 0; place < old.length; place += 3) if (old[place + 2] !== 0) this.#put(old[place]!, old[place + 1]!, old[place + 2]!);
  }
}

/** A place whose row was found: the search goes on behind it. */
const taken = 0xffffffff;

/** 64 bits over the cells, by two FNV-1a sums with different primes (Fowler, Noll, Vo) and a last mix. Blank and missing are the same. */
function hashOf(cells: readonly (string | null)[]): [low: number, high: number] {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (const cell of cells) {
    const text = cell ?? '';
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x5bd1e995);
    }
    // Between cells stands what no unit of text is.
    low = Math.imul(low ^ 0x10001, 0x01000193);
    high = Math.imul(high ^ 0x10001, 0x5bd1e995);
  }
  return [mixed(low), mixed(high ^ (low >>> 7))];
}

/** The last step of MurmurHash3: every bit of the sum reaches every bit of the result. */
function mixed(sum: number): number {
  let value = sum;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
