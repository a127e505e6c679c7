/**
 * The keys that a run has written, by their prints of 96 bits: some twenty bytes each in one array of numbers, where a Set of texts takes a
 * hundred. Open addressing; a place with three zeros is free, so the print of zeros alone is kept beside.
 */
export class KeyPrints {
  #words = new Uint32Array(3 * 1024);
  #mask = 1023;
  #count = 0;
  #hasZero = false;
  /** The print that was read last. */
  readonly #read = new Uint32Array(3);

  has(print: string): boolean {
    const isZero = this.#take(print);
    return isZero ? this.#hasZero : this.#isHeld(this.#placeOf());
  }

  add(print: string): void {
    if (this.#take(print)) {
      this.#hasZero = true;
      return;
    }
    const place = this.#placeOf();
    if (this.#isHeld(place)) return;
    this.#words.set(this.#read, place);
    if (++this.#count * 3 > this.#mask * 2) this.#grow();
  }

  /** Reads sixteen letters of base64url, six bits each. True for zeros alone. */
  #take(print: string): boolean {
    let [a, b, c] = [0, 0, 0];
    for (let at = 0; at < 16; at++) {
      const bits = sixBits[print.charCodeAt(at)]!;
      a = (a << 6) | (b >>> 26);
      b = (b << 6) | (c >>> 26);
      c = (c << 6) | bits;
    }
    this.#read[0] = a;
    this.#read[1] = b;
    this.#read[2] = c;
    return (a | b | c) === 0;
  }

  /** Where the print is, or would be. It is a hash already, so its first bits spread well. */
  #placeOf(): number {
    const [a, b, c] = this.#read as unknown as [number, number, number];
    const words = this.#words;
    for (let at = c & this.#mask; ; at = (at + 1) & this.#mask) {
      const place = at * 3;
      if ((words[place]! | words[place + 1]! | words[place + 2]!) === 0) return place;
      if (words[place] === a && words[place + 1] === b && words[place + 2] === c) return place;
    }
  }

  #isHeld(place: number): boolean {
    return (this.#words[place]! | this.#words[place + 1]! | this.#words[place + 2]!) !== 0;
  }

  #grow(): void {
    const old = this.#words;
    this.#words = new Uint32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let place = 0; place < old.length; place += 3) {
      if ((old[place]! | old[place + 1]! | old[place + 2]!) === 0) continue;
      this.#read.set(old.subarray(place, place + 3));
      this.#words.set(this.#read, this.#placeOf());
    }
  }
}

/** What each letter of base64url stands for. */
const sixBits = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(String.fromCharCode(code))));
