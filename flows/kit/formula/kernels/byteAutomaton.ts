/** Says of ASCII bytes, one after the other, whether they fit a pattern: `next[state * 128 + byte]` is the next state, 0 the one from which nothing fits any more. */
export interface ByteAutomaton {
  readonly next: Uint8Array;
  readonly start: number;
  /** 1 for the states in which the text may end. */
  readonly accepts: Uint8Array;
}

/** One step of a pattern: the bytes it takes, and whether it may be left out or come again. */
interface Step {
  readonly takes: ReadonlySet<number>;
  readonly isOptional: boolean;
  readonly repeats: boolean;
}

const ascii: readonly number[] = Array.from({ length: 128 }, (_, byte) => byte);
const classes: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };
const plainEscapes = /[.*+?^${}()|[\]\\/\-@]/;
const mostStates = 256;
const mostSteps = 64;

/**
 * The automaton of a regular expression that must fit the whole text; undefined for one that is more than signs and classes in a row, each with
 * `+`, `*`, `?` or `{n,m}` behind it or nothing. What it says of ASCII texts is what the expression says.
 */
export function byteAutomaton(pattern: string): ByteAutomaton | undefined {
  // It must fit the whole text anyway.
  const steps = readSteps(pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, ''));
  if (!steps || steps.length > mostSteps) return undefined;
  const states = new Map<string, number>();
  const sets: (readonly number[])[] = [];
  const stateOf = (positions: ReadonlySet<number>): number => {
    const sorted = [...positions].sort((a, b) => a - b);
    const key = sorted.join();
    const known = states.get(key);
    if (known !== undefined) return known;
    states.set(key, sets.length);
    return sets.push(sorted) - 1;
  };
  stateOf(new Set());
  const start = stateOf(reached(steps, 0));
  const rows: number[][] = [];
  for (let state = 0; state < sets.length; state++) {
    if (sets.length > mostStates) return undefined;
    rows.push(ascii.map((byte) => {
      const positions = new Set<number>();
      for (const at of sets[state]!) {
        if (!steps[at]?.takes.has(byte)) continue;
        if (steps[at].repeats) positions.add(at);
        for (const after of reached(steps, at + 1)) positions.add(after);
      }
      return stateOf(positions);
    }));
  }
  return { next: Uint8Array.from(rows.flat()), start, accepts: Uint8Array.from(sets, (positions) => Number(positions.includes(steps.length))) };
}

/** The steps that may come at a place: that one, and those after it as long as they may be left out. */
function reached(steps: readonly Step[], from: number): Set<number> {
  const positions = new Set([from]);
  for (let at = from; steps[at]?.isOptional; at++) positions.add(at + 1);
  return positions;
}

function readSteps(pattern: string): Step[] | undefined {
  const steps: Step[] = [];
  const atom = /(\[\^?(?:\\.|[^\]\\])+\]|\\.|[^\\[\](){}|^$*+?])([*+?]|\{\d{1,2}(?:,\d{0,2})?\})?/y;
  while (atom.lastIndex < pattern.length) {
    const [, sign, times = ''] = atom.exec(pattern) ?? [];
    // A question mark behind a count makes it lazy, which is the same for a whole text; it is rare.
    if (sign === undefined || /[*+?]/.test(pattern[atom.lastIndex] ?? '')) return undefined;
    const takes = takenBy(sign);
    if (!takes) return undefined;
    const [least, most] = countsOf(times);
    for (let count = 0; count < least; count++) steps.push({ takes, isOptional: false, repeats: most === Infinity && count === least - 1 });
    if (most === Infinity && least === 0) steps.push({ takes, isOptional: true, repeats: true });
    if (most !== Infinity) for (let count = least; count < most; count++) steps.push({ takes, isOptional: true, repeats: false });
  }
  return steps;
}

function countsOf(times: string): [least: number, most: number] {
  if (times === '') return [1, 1];
  if (times === '*') return [0, Infinity];
  if (times === '+') return [1, Infinity];
  if (times === '?') return [0, 1];
  const [least, most] = times.slice(1, -1).split(',');
  return [Number(least), most === undefined ? Number(least) : most === '' ? Infinity : Number(most)];
}

/** The ASCII bytes that one sign or class takes; undefined for an escape that is not known here. JavaScript's own words for classes say what is in them. */
function takenBy(sign: string): ReadonlySet<number> | undefined {
  const escapes = sign.match(/\\./g) ?? [];
  if (!escapes.every(([, letter]) => classes[letter!] !== undefined || plainEscapes.test(letter!))) return undefined;
  // Inside a class some signs have meanings of their own in newer modes.
  if (sign.length > 1 && sign.startsWith('[') && /&&|--|\[/.test(sign.slice(1, -1))) return undefined;
  const expression = new RegExp(`^${sign}$`);
  return new Set(ascii.filter((byte) => expression.test(String.fromCharCode(byte))));
}
