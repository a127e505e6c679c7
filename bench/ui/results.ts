/** One number and what it is held to. */
export interface Result {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The most or the least it may be. */
  readonly most?: number;
  readonly least?: number;
  /** What an empty page gets for the same motion in the same run: no window can be better on this machine at this load. */
  readonly floor?: number;
  /** What the page's main thread worked for each frame, in ms of processor time: other processes do not change it. */
  readonly cpuMs?: number;
}

/** Prints the table; gives whether all is met. A number that an empty page misses too says nothing, and counts as met. */
export function printResults(results: readonly Result[]): boolean {
  const width = Math.max(...results.map(({ what }) => what.length));
  let isAllMet = true;
  for (const result of results) {
    const { what, value, unit, most, least, floor, cpuMs } = result;
    const isMet = meets(result, value);
    const isMeasurable = floor === undefined || meets(result, floor);
    if (!isMet && isMeasurable) isAllMet = false;
    const held = most === undefined ? `≥ ${least}` : `≤ ${most}`;
    const notes = [
      `held to ${held}`.padEnd(14),
      floor === undefined ? '' : `empty page ${floor.toFixed(1)}`.padEnd(16),
      cpuMs === undefined ? '' : `main thread ${cpuMs.toFixed(1)} ms a frame`,
    ];
    console.log(`${isMet ? '✓' : isMeasurable ? '✗' : '?'} ${what.padEnd(width)}  ${value.toFixed(Number.isInteger(value) ? 0 : 1).padStart(7)} ${unit.padEnd(8)} ${notes.join('  ')}`.trimEnd());
  }
  return isAllMet;
}

function meets({ most, least }: Result, value: number): boolean {
  return Number.isFinite(value) && (most === undefined || value <= most) && (least === undefined || value >= least);
}
