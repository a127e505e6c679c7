import type { Cell, ColumnType } from '../schema.ts';

/** What is known of the values of a target field. */
export interface FieldValues {
  readonly type?: ColumnType | undefined;
  /** The system's own word for what the field holds: email, phone, url, reference, picklist, … */
  readonly kind?: string | undefined;
  /** The values it may have, where they are listed. */
  readonly values?: readonly string[] | undefined;
}

/** How sample values go with a field, from 0 (they cannot be meant) to 1; `isTelling` when they speak for this very field. */
export interface ValueFit {
  readonly fit: number;
  readonly isTelling: boolean;
}

const patterns: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  url: /^(https?:\/\/|www\.)\S+$|^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/\S*)?$/i,
  phone: /^[+(]?[\d\s()./+-]{5,}(\s*(x|ext\.?)\s*\d+)?$/i,
  reference: /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/,
  number: /^[\s$€£¥]*-?[\d.,'\s]*\d[\s%$€£¥]*$/,
  date: /^\d{4}-\d{1,2}-\d{1,2}|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|^\d{1,2} \p{L}{3,} \d{4}/u,
  boolean: /^(true|false|yes|no|y|n|0|1|x|ja|nein|oui|non|si)$/i,
};
/** Values that are enough to tell a field by. Numbers, dates and truth values could be anything's. */
const tellingKinds = new Set(['email', 'url']);
const neutral: ValueFit = { fit: 1, isTelling: false };

/** Looks at the first values of a column. Without any, nothing speaks against the field. */
export function valueFit(type: ColumnType, samples: readonly Cell[], field: FieldValues): ValueFit {
  const texts = samples.filter((value) => value !== null && value !== '').map(String);
  if (field.values && field.values.length > 0 && texts.length > 0) {
    const allowed = new Set(field.values.map((value) => value.toLowerCase()));
    const distinct = [...new Set(texts.map((text) => text.toLowerCase()))];
    const share = distinct.filter((text) => allowed.has(text)).length / distinct.length;
    return { fit: share > 0 ? 1 : 0.85, isTelling: share >= 0.75 && distinct.length >= 3 };
  }
  const expected = expectedPattern(field);
  if (expected === undefined) return neutral;
  if (type !== 'text' && type === field.type) return neutral;
  if (type === 'boolean' && expected !== 'boolean') return { fit: 0.4, isTelling: false };
  if ((type === 'date' || type === 'datetime') && (field.type === 'date' || field.type === 'datetime')) return neutral;
  if (texts.length === 0) return neutral;
  const share = texts.filter((text) => patterns[expected]!.test(text.trim())).length / texts.length;
  // Dirty data is the rule: a third of good values is enough not to speak against it.
  if (share < 0.34) return { fit: expected === 'reference' ? 0.4 : 0.55, isTelling: false };
  return { fit: 1, isTelling: share >= 0.75 && tellingKinds.has(expected) };
}

function expectedPattern({ kind, type }: FieldValues): string | undefined {
  if (kind !== undefined && ['email', 'url', 'phone', 'reference'].includes(kind)) return kind;
  if (type === 'number' || type === 'boolean') return type;
  return type === 'date' || type === 'datetime' ? 'date' : undefined;
}
