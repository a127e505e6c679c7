import type { Cell } from '../../flows/kit/schema.ts';

const characterPx = 7;
const paddingPx = 32;
const leastPx = 72;
const mostPx = 320;
const lookAt = 100;

/** A width in px for every column: as wide as its widest early cell or its name, within bounds. */
export function columnWidths(names: readonly string[], rows: readonly (readonly Cell[])[]): number[] {
  const early = rows.slice(0, lookAt);
  return names.map((name, index) => {
    const longest = Math.max(name.length + 3, ...early.map((row) => String(row[index] ?? '').length));
    return Math.min(mostPx, Math.max(leastPx, longest * characterPx + paddingPx));
  });
}
