import { type Field, isNumber } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import type { RecordError } from './outcome.ts';
import { writtenValue } from './writtenValue.ts';

/** A stored value: booleans as 0 and 1, dates as `2026-01-31`, moments as `2026-01-31T12:00:00.000+0000`. */
export type StoredValue = string | number | null;

/** What a client sent for a field, as it is stored, or why it cannot be. Blank text is null, as in Salesforce. */
export type Reading = { readonly value: StoredValue } | { readonly error: RecordError };

const email = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u;
const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

export function readField(field: Field, input: unknown): Reading {
  if (input === null || input === undefined) return { value: null };
  switch (field.type) {
    case 'boolean':
      return readBoolean(field, input);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return readNumber(field, input);
    case 'date':
      return readDate(field, input);
    case 'datetime':
      return readMoment(field, input);
    case 'id':
    case 'reference':
      return readReference(field, input);
    case 'base64':
      return typeof input === 'string' && /^[A-Za-z0-9+/\s]*=*\s*$/.test(input) ? { value: input } : refuse('JSON_PARSER_ERROR', field, `${field.label}: the value is not in base64`);
    default:
      return readText(field, input);
  }
}

function readText(field: Field, input: unknown): Reading {
  if (typeof input === 'object') return cannotRead(field, input);
  const text = writtenValue(input).trim();
  if (text === '') return { value: null };
  if (text.length > field.length) return refuse('STRING_TOO_LONG', field, `${field.label}: data value too large: ${text} (max length=${field.length})`);
  if (field.type === 'email' && !email.test(text)) return refuse('INVALID_EMAIL_ADDRESS', field, `${field.label}: invalid email address: ${text}`);
  if (field.restricted && !areChoices(field, text)) {
    return refuse('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', field, `${field.label}: bad value for restricted picklist field: ${text}`);
  }
  return { value: text };
}

function areChoices(field: Field, text: string): boolean {
  const chosen = field.type === 'multipicklist' ? text.split(';') : [text];
  return chosen.every((part) => field.values.some(({ value }) => value === part));
}

function readBoolean(field: Field, input: unknown): Reading {
  if (typeof input === 'boolean') return { value: input ? 1 : 0 };
  const text = writtenValue(input).toLowerCase();
  if (text === 'true' || text === '1') return { value: 1 };
  if (text === 'false' || text === '0') return { value: 0 };
  return cannotRead(field, input);
}

function readNumber(field: Field, input: unknown): Reading {
  if (typeof input === 'string' && input.trim() === '') return { value: null };
  const number = typeof input === 'number' || typeof input === 'string' ? Number(input) : Number.NaN;
  if (!Number.isFinite(number)) return cannotRead(field, input);
  if (Math.abs(number) >= 10 ** (field.precision - field.scale)) {
    return refuse('NUMBER_OUTSIDE_VALID_RANGE', field, `${field.label}: value outside of valid range on numeric field: ${input as string | number}`);
  }
  return { value: Number(number.toFixed(field.scale)) };
}

function readDate(field: Field, input: unknown): Reading {
  if (input === '') return { value: null };
  // A moment given for a date keeps its day.
  const text = typeof input === 'string' ? input.slice(0, 10) : '';
  return day.test(text) && isRealDay(text) && (text === input || moment.test(writtenValue(input))) ? { value: text } : cannotRead(field, input);
}

function readMoment(field: Field, input: unknown): Reading {
  if (input === '') return { value: null };
  if (typeof input !== 'string') return cannotRead(field, input);
  const text = day.test(input) ? `${input}T00:00:00Z` : input;
  const ms = moment.test(text) && isRealDay(text.slice(0, 10)) ? Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : Number.NaN;
  return Number.isNaN(ms) ? cannotRead(field, input) : { value: storedMoment(ms) };
}

function isRealDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** A moment as it is stored and sent: UTC, seconds, the milliseconds always zero. */
export function storedMoment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000+0000`;
}

function readReference(field: Field, input: unknown): Reading {
  if (input === '') return { value: null };
  const id = typeof input === 'string' ? normalId(input) : undefined;
  return id === undefined ? refuse('MALFORMED_ID', field, `${field.label}: id value of incorrect type: ${writtenValue(input)}`) : { value: id };
}

function refuse(statusCode: string, field: Field, message: string): Reading {
  return { error: { statusCode, message, fields: [field.name] } };
}

function cannotRead(field: Field, input: unknown): Reading {
  const wanted = isNumber(field) ? (field.type === 'int' ? 'int' : 'double') : field.type;
  const kind =
    typeof input === 'object'
      ? 'START_OBJECT'
      : typeof input === 'string'
        ? 'VALUE_STRING'
        : typeof input === 'number'
          ? 'VALUE_NUMBER'
          : `VALUE_${writtenValue(input).toUpperCase()}`;
  const shown = typeof input === 'object' ? '' : ` value ${writtenValue(input)}`;
  return {
    error: {
      statusCode: 'JSON_PARSER_ERROR',
      message: `Cannot deserialize instance of ${wanted} from ${kind}${shown} or request may be missing a required field`,
      fields: [field.name],
    },
  };
}
