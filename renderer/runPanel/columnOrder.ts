/** Columns in another order: `order[place]` is the number that the column at `place` has in the rows. */
export type ColumnOrder = readonly number[];

/** The order with the column at a place moved by so many places, as far as there are any. */
export function withMoved(order: ColumnOrder, place: number, by: number): ColumnOrder {
  const to = Math.max(0, Math.min(order.length - 1, place + by));
  return order.toSpliced(place, 1).toSpliced(to, 0, order[place]!);
}

/** The same list where nothing was moved, so that nothing is drawn anew. */
export function arranged<T>(list: readonly T[], order: ColumnOrder | undefined): readonly T[] {
  return order === undefined ? list : order.map((column) => list[column]!);
}
