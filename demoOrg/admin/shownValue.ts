import { escapeHtml } from '../http/escapeHtml.ts';
import type { Field } from '../schema/objectType.ts';

/** A stored value as a person reads it, in HTML. */
export function shownValue(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '<span class="quiet">–</span>';
  if (field.type === 'boolean') return value === 1 ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en-US');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return escapeHtml(field.type === 'datetime' ? text.slice(0, 19).replace('T', ' ') : text);
}
