/** How alike two texts are: 1 for equal ones, 0 for those that have nothing in common. */
export type Similarity = (a: string, b: string) => number;

/** Texts are compared up to here; beyond, they are long enough to be told apart. */
const longest = 256;

/**
 * Jaro–Winkler (Winkler, 1990): signs in common near the same place, with a bonus of up to four equal first signs. Kind to typing errors
 * and to endings that differ, as names have them.
 */
export function makeJaroWinkler(): Similarity {
  const matched = new Int32Array(longest);
  const taken = new Uint8Array(longest);
  return (one, other) => {
    if (one === other) return 1;
    const short = one.length <= other.length ? one : other;
    const long = short === one ? other : one;
    const shortLength = Math.min(longest, short.length);
    const longLength = Math.min(longest, long.length);
    if (shortLength === 0) return 0;
    const reach = Math.max(0, (longLength >> 1) - 1);
    taken.fill(0, 0, longLength);
    let count = 0;
    for (let i = 0; i < shortLength; i++) {
      const sign = short.charCodeAt(i);
      const to = Math.min(longLength, i + reach + 1);
      for (let j = Math.max(0, i - reach); j < to; j++) {
        if (taken[j] === 1 || sign !== long.charCodeAt(j)) continue;
        taken[j] = 1;
        matched[count++] = sign;
        break;
      }
    }
    if (count === 0) return 0;
    let swapped = 0;
    for (let k = 0, j = 0; k < count; k++, j++) {
      while (taken[j] === 0) j++;
      if (matched[k] !== long.charCodeAt(j)) swapped++;
    }
    const jaro = (count / shortLength + count / longLength + (count - swapped / 2) / count) / 3;
    let prefix = 0;
    while (prefix < 4 && prefix < shortLength && short.charCodeAt(prefix) === long.charCodeAt(prefix)) prefix++;
    return jaro + prefix * 0.1 * (1 - jaro);
  };
}

/** Levenshtein's distance (1965) as a share of the longer text: 0.9 is one change in ten signs. Strict, and even over the whole text. */
export const levenshtein: Similarity = (a, b) => {
  if (a === b) return 1;
  const length = Math.max(a.length, b.length);
  let previous = Uint16Array.from({ length: b.length + 1 }, (_, index) => index);
  let current = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    current[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      current[j] = Math.min(change, previous[j]! + 1, current[j - 1]! + 1);
    }
    [previous, current] = [current, previous];
  }
  return 1 - previous[b.length]! / length;
};
