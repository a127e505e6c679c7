import type { ColumnType } from './schema.ts';

/** What can be worked out of the values of many rows. */
export const totalFunctions = [
  { value: 'count', title: 'Count of rows' },
  { value: 'countDistinct', title: 'Count of different values' },
  { value: 'sum', title: 'Sum' },
  { value: 'average', title: 'Average' },
  { value: 'min', title: 'Smallest' },
  { value: 'max', title: 'Largest' },
  { value: 'first', title: 'First' },
  { value: 'last', title: 'Last' },
  { value: 'list', title: 'List of values' },
] as const;
export type TotalFunction = (typeof totalFunctions)[number]['value'];

/** The type of a total of values of a type. */
export function totalType(total: TotalFunction, of: ColumnType): ColumnType {
  if (['min', 'max', 'first', 'last'].includes(total)) return of;
  return total === 'list' ? 'text' : 'number';
}
