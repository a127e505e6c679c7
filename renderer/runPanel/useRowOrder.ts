import type { VirtualItem } from '@tanstack/react-virtual';
import { useState } from 'react';

/**
 * The rows on show, in the order in which they stand in the document. Of `slots` rows one is drawn again with other cells when it leaves the view on
 * one side and comes in on the other. To move it in the document too would have the browser lay it out from nothing, so while one scrolls all stay
 * where they are; at rest they stand as they are seen, for who reads them there.
 */
export function useRowOrder(rows: readonly VirtualItem[], slots: number, isScrolling: boolean): readonly VirtualItem[] {
  const [base, setBase] = useState(0);
  const first = rows[0]?.index ?? 0;
  if (!isScrolling && base !== first) setBase(first);
  const place = ({ index }: VirtualItem): number => (((index - base) % slots) + slots) % slots;
  return rows.toSorted((a, b) => place(a) - place(b));
}
