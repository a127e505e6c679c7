import { columnTypeOf, type FieldDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { Cell } from '../../kit/schema.ts';

/**
 * A value as the org would keep it, so that what is wanted and what is there can be compared: text trimmed, blank as null, numbers at the
 * field's scale, moments in whole seconds of UTC, Ids with 18 letters, picklist values as the picklist spells them. What the org would
 * refuse stays as it is: the org says why. Sources: REST API, "Valid Date and DateTime Formats"; Object Reference, "Field Types".
 */
export function normalValue(value: Cell | undefined, field: FieldDescribe | undefined): Cell {
  if (value === null || value === undefined || value === '') return field?.type === 'boolean' ? false : null;
  if (field === undefined) return typeof value === 'string' ? trimmed(value) : value;
  switch (columnTypeOf(field)) {
    case 'boolean':
      return typeof value === 'boolean' ? value : (booleans[String(value).trim().toLowerCase()] ?? String(value));
    case 'number':
      return atScale(value, field.type === 'int' ? 0 : field.scale);
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(String(value).slice(0, 10)) ? String(value).slice(0, 10) : String(value);
    case 'datetime':
      return moment(String(value));
    case 'time':
      return String(value);
    default:
      return text(String(value), field);
  }
}

const booleans: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

function trimmed(value: string): string | null {
  const text = value.trim();
  return text === '' ? null : text;
}

function text(value: string, field: FieldDescribe): string | null {
  const plain = trimmed(value);
  if (plain === null) return null;
  if (field.type === 'id' || field.type === 'reference') return longId(plain);
  const known = field.picklistValues;
  if (!known || known.length === 0) return plain;
  if (field.type !== 'multipicklist') return spelt(plain, known);
  const chosen = plain.split(';').map((part) => spelt(part.trim(), known));
  const place = (part: string): number => known.findIndex(({ value: name }) => name === part);
  return chosen.every((part) => place(part) >= 0) ? chosen.sort((a, b) => place(a) - place(b)).join(';') : plain;
}

function spelt(value: string, known: readonly { readonly value: string }[]): string {
  if (known.some((choice) => choice.value === value)) return value;
  return known.find((choice) => choice.value.toLowerCase() === value.toLowerCase())?.value ?? value;
}

function atScale(value: Exclude<Cell, null>, scale: number | undefined): Cell {
  const number = typeof value === 'number' ? value : Number(String(value).trim());
  if (!Number.isFinite(number)) return String(value);
  return scale === undefined ? number : Number(number.toFixed(scale));
}

function moment(value: string): string {
  const plain = /^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const ms = Date.parse(plain);
  return Number.isNaN(ms) ? value : `${new Date(ms).toISOString().slice(0, 19)}.000Z`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An Id with its three letters that make it safe where case is lost. Source: "What are Salesforce Ids composed of", help.salesforce.com 000385585. */
export function longId(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  let suffix = '';
  for (let part = 0; part < 15; part += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at++) if (/[A-Z]/.test(id[part + at]!)) bits |= 1 << at;
    suffix += alphabet[bits]!;
  }
  return id + suffix;
}
