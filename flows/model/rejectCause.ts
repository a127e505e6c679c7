import { columnIndex } from '../kit/batch.ts';
import type { Cell, Schema } from '../kit/schema.ts';

/** Why one row was refused, as far as the org's words tell. */
export interface RejectCause {
  readonly code: string;
  /** The column it is about. */
  readonly column?: string;
  /** The value that was refused. */
  readonly value?: string;
  /** The most characters that fit. */
  readonly length?: number;
  /** The message without what differs from row to row: equal for rows of one cause. */
  readonly pattern: string;
}

interface Said {
  /** The field, by its label or its name. */
  readonly field?: string | undefined;
  readonly value?: string | undefined;
  readonly length?: number | undefined;
}

/** What the messages of a code tell. Source: SOAP API Developer Guide, "Core Data Types: StatusCode"; the wording as orgs send it. */
const readers: Readonly<Record<string, (message: string) => Said | undefined>> = {
  REQUIRED_FIELD_MISSING: (message) => found(/\[([^\]]+)\]/, message, ([field]) => ({ field })),
  STRING_TOO_LONG: (message) => found(/^(.+?): data value too large: ([^]*) \(max length=(\d+)\)/, message, ([field, value, length]) => ({ field, value, length: Number(length) })),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: (message) => found(/^(.+?): bad value for restricted picklist field: ([^]*)$/, message, ([field, value]) => ({ field, value })),
  INVALID_EMAIL_ADDRESS: (message) => found(/^(.+?): invalid email address: ([^]*)$/, message, ([field, value]) => ({ field, value })),
  NUMBER_OUTSIDE_VALID_RANGE: (message) => found(/^(.+?): value outside of valid range on numeric field: ([^]*)$/, message, ([field, value]) => ({ field, value })),
  DUPLICATE_VALUE: (message) => found(/duplicate value found: (\S+) duplicates/, message, ([field]) => ({ field })),
  MALFORMED_ID: (message) => found(/^(?:(.+?): )?(?:id value of incorrect type:|malformed id) (\S+)/, message, ([field, value]) => ({ field, value })),
  INVALID_FIELD: (message) => found(/Foreign key external ID: (\S+) not found for field (\S+)/, message, ([value, field]) => ({ field, value })),
  JSON_PARSER_ERROR: (message) => found(/Cannot deserialize instance of \S+ from \S+ value (\S*)/, message, ([value]) => ({ value })),
  keyBlank: (message) => found(/^(\S+) is blank/, message, ([field]) => ({ field })),
};

/** Reads the cause of a refusal out of its code and message, and finds the column that it is about by name, label or value. */
export function rejectCause(code: string, message: string, schema: Schema, cells: readonly Cell[]): RejectCause {
  // Bulk jobs put the fields behind the message: `…:Name --`.
  const [, text = message, fields = ''] = /^([^]*?):([\w., ]*) ?--\s*$/.exec(message) ?? [];
  const said = readers[code]?.(text) ?? {};
  const field = said.field ?? fields.split(',')[0]!.trim();
  const column = columnNamed(schema, field) ?? columnHolding(schema, cells, said.value) ?? (code === 'REQUIRED_FIELD_MISSING' ? field : undefined);
  return {
    code,
    ...(column === undefined ? {} : { column }),
    ...(said.value === undefined ? {} : { value: said.value }),
    ...(said.length === undefined ? {} : { length: said.length }),
    pattern: patternOf(text, said.value),
  };
}

function found(pattern: RegExp, message: string, said: (groups: string[]) => Said): Said | undefined {
  const match = pattern.exec(message);
  return match ? said(match.slice(1)) : undefined;
}

/** Labels have spaces where names have none, and names of own fields end in `__c`. */
function columnNamed(schema: Schema, field: string): string | undefined {
  if (field === '') return undefined;
  if (columnIndex(schema, field) >= 0) return field;
  const plain = (name: string): string => name.replace(/__[cr]$/i, '').replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  return schema.find(({ name, label }) => plain(name) === plain(field) || (label !== undefined && plain(label) === plain(field)))?.name;
}

/** The one column whose cell is the refused value. */
function columnHolding(schema: Schema, cells: readonly Cell[], value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  const holding = schema.filter((_, index) => cells[index] !== null && String(cells[index]) === value);
  return holding.length === 1 ? holding[0]!.name : undefined;
}

/** Takes out the value, record ids, texts in quotes and numbers. */
function patternOf(message: string, value: string | undefined): string {
  const plain = value === undefined || value === '' ? message : message.replace(value, '…');
  return plain
    .replaceAll(/"[^"]*"/g, '"…"')
    .replaceAll(/\b[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?\b(?<=\d[a-zA-Z0-9]*)/g, '…')
    .replaceAll(/\d+/g, '…');
}
