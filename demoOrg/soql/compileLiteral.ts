import { readField, type StoredValue } from '../records/readField.ts';
import { type Field, isNumber, isText } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import type { Literal } from './query.ts';
import { malformed, SoqlFault } from './soqlFault.ts';

/** The one currency of the org. */
const orgCurrency = 'USD';

/** What a literal is compared with: a field, or a function's number. */
export type Comparand = Pick<Field, 'name' | 'type'>;

/** A literal as the value that is stored, so that SQL can compare them. @throws SoqlFault where it does not suit the field. */
export function storedLiteral(field: Field | undefined, comparand: Comparand, literal: Exclude<Literal, { kind: 'dateRange' }>): StoredValue {
  if (literal.kind === 'null') return null;
  if (literal.kind === 'number' && !Number.isFinite(literal.value)) throw new SoqlFault('MALFORMED_QUERY', 'The number is too large.', literal.place);
  if (comparand.type === 'id' || comparand.type === 'reference') {
    if (literal.kind !== 'string') throw mismatch(comparand, 'string', true, literal);
    if (literal.value === '') return null;
    const id = normalId(literal.value);
    if (id === undefined) throw new SoqlFault('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${literal.value}`, literal.place);
    return id;
  }
  if (field && isText(field)) {
    if (literal.kind !== 'string') throw mismatch(comparand, 'string', true, literal);
    return literal.value === '' ? null : literal.value;
  }
  const wanted = wantedKind(comparand);
  if (literal.kind !== wanted) throw mismatch(comparand, typeWords[comparand.type] ?? 'double', false, literal);
  if (literal.kind === 'number') return amountOf(comparand, literal);
  if (literal.kind === 'boolean') return literal.value ? 1 : 0;
  const reading = readField(field!, literal.value.toUpperCase());
  if ('error' in reading) throw new SoqlFault('MALFORMED_QUERY', `Invalid ${literal.kind}: ${literal.value}`, literal.place);
  return reading.value;
}

/** There is one currency, so `USD5000` is as much as `5000`. */
function amountOf({ name, type }: Comparand, { value, currency, place }: Extract<Literal, { kind: 'number' }>): number {
  if (currency === undefined) return value;
  if (type !== 'currency') throw malformed(`field '${name}' is no currency field, so ${currency}${value} cannot be compared with it`, place);
  if (currency !== orgCurrency) throw malformed(`${currency} is no active currency of this org: it has ${orgCurrency} only`, place);
  return value;
}

const typeWords: Readonly<Partial<Record<Field['type'], string>>> = {
  boolean: 'boolean',
  int: 'int',
  date: 'date',
  datetime: 'dateTime',
  percent: 'double',
  currency: 'double',
};

function wantedKind({ type }: Comparand): Literal['kind'] {
  if (type === 'boolean' || type === 'date' || type === 'datetime') return type;
  return 'number';
}

/** Sent for a literal of the wrong kind; the type that is right depends on the field. */
export function mismatch({ name }: Comparand, type: string, isQuoted: boolean, { place }: Literal): SoqlFault {
  const quotes = isQuoted ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  return new SoqlFault('INVALID_FIELD', `value of filter criterion for field '${name}' must be of type ${type} and ${quotes}`, place);
}

export function isRangeable(field: Field | undefined): boolean {
  return field === undefined || isNumber(field) || isText(field) || ['id', 'reference', 'date', 'datetime'].includes(field.type);
}
