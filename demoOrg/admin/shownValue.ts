import { escapeHtml } from '../http/escapeHtml.ts';
import type { Field } from '../schema/objectType.ts';

/** A stored value as a person reads it, in HTML. */
export function shownValue(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '<span class="quiet">–</span>';
  if (field.type === 'boolean') return value === 1 ? 'yes' : 'no';
  if (field.type === 'datetime') return escapeHtml(String(value).slice(0, 19).replace('T', ' '));
  return escapeHtml(typeof value === 'number' ? value.toLocaleString('en-US') : String(value));
}
