import { useEffect, useState } from 'react';

/** From so many rows on the portions grow: what is drawn already is looked at again with each of them. */
const manyRows = 40;

/**
 * How many of the rows of a list to draw now: a few at first, more a moment later, then all of them, also those that are added. Rows of fields are costly to make; all
 * of a long list at once would hold up the window for longer than a tenth of a second.
 */
export function useLittleByLittle(total: number, atOnce: number): number {
  const [drawn, setDrawn] = useState(() => (total <= atOnce ? Infinity : atOnce));
  useEffect(() => {
    if (drawn === Infinity) return;
    const more = drawn + (drawn < manyRows ? atOnce : Math.round(drawn / 2));
    const timer = setTimeout(() => setDrawn(more >= total ? Infinity : more));
    return () => clearTimeout(timer);
  }, [drawn, total, atOnce]);
  return Math.min(drawn, total);
}
