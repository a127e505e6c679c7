import { copyText } from '../../kit/copyText.ts';

const mostKept = 1000;

/**
 * The most frequent texts: exact up to 1,000 different ones; beyond that the counts are too low by at most a thousandth of all (Misra and
 * Gries, 1982), and what is rarer than that may be missing.
 */
export class Frequent {
  readonly #counts = new Map<string, number>();

  add(text: string): void {
    const known = this.#counts.get(text);
    if (known !== undefined) {
      this.#counts.set(text, known + 1);
      return;
    }
    if (this.#counts.size === mostKept) {
      for (const [other, count] of this.#counts) {
        if (count === 1) this.#counts.delete(other);
        else this.#counts.set(other, count - 1);
      }
      return;
    }
    this.#counts.set(copyText(text), 1);
  }

  /** The first `count` with how often they came: `FR (12), GB (3)`. */
  say(count: number): string | null {
    const sorted = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return sorted.slice(0, count).map(([text, times]) => `${text} (${times})`).join(', ') || null;
  }
}
