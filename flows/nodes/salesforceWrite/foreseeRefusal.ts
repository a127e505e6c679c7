import { isRequired, listedValues, type FieldDescribe, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { FieldChange } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell } from '../../kit/schema.ts';

/** Gives why the org would refuse to make (`insert`) or change a record so; undefined where nothing is known against it. */
export type ForeseeRefusal = (isInsert: boolean, fields: readonly FieldChange[]) => AppError | undefined;

const texts = new Set(['string', 'textarea', 'email', 'phone', 'url']);

/**
 * What the describe of an object rules out: required fields without a value, texts that are too long, values that a restricted picklist
 * does not list. The code and the words are those the org would use. In doubt a value is let through, for the org to judge: picklists are
 * compared without case, and characters outside the basic plane count as one. Source: REST API, "sObject Describe".
 */
export function foreseeRefusal(describe: ObjectDescribe): ForeseeRefusal {
  // An object with person accounts wants a Name or a LastName, and its describe says only the first.
  const hasPersons = describe.fields.some(({ name }) => name === 'IsPersonAccount');
  const required = describe.fields.filter((field) => isRequired(field) && !(hasPersons && field.name === 'Name'));
  const checks = new Map<string, (value: Exclude<Cell, null>) => AppError | undefined>();
  for (const field of describe.fields) {
    const check = checkOf(field);
    if (check) checks.set(field.name, check);
  }
  const notNull = new Set(describe.fields.filter(({ nillable }) => !nillable).map(({ name }) => name));
  return (isInsert, fields) => {
    for (const { name, after } of fields) {
      const refused = after === null ? undefined : checks.get(name)?.(after);
      if (refused) return refused;
    }
    const blank = isInsert ? required.filter((field) => !isGiven(field, fields)).map(({ name }) => name) : fields.filter(({ name, after }) => after === null && notNull.has(name)).map(({ name }) => name);
    return blank.length === 0 ? undefined : refusal('REQUIRED_FIELD_MISSING', `Required fields are missing: [${blank.join(', ')}]`, blank);
  };
}

/** A reference is given by itself, or by a key of the record it points to: `Account.External_Key__c`. */
function isGiven({ name, relationshipName }: FieldDescribe, fields: readonly FieldChange[]): boolean {
  return fields.some((given) => given.after !== null && (given.name === name || (relationshipName !== null && given.name.startsWith(`${relationshipName}.`))));
}

function checkOf(field: FieldDescribe): ((value: Exclude<Cell, null>) => AppError | undefined) | undefined {
  const { name, label, length = 0, type } = field;
  if (texts.has(type) && length > 0) {
    return (value) => {
      const text = String(value);
      if (text.length <= length || Array.from(text).length <= length) return undefined;
      return refusal('STRING_TOO_LONG', `${label}: data value too large: ${text} (max length=${length})`, [name]);
    };
  }
  if (field.restrictedPicklist !== true || (type !== 'picklist' && type !== 'multipicklist')) return undefined;
  const listed = new Set(listedValues(field).map((value) => value.toLowerCase()));
  return (value) => {
    const chosen = type === 'multipicklist' ? String(value).split(';') : [String(value)];
    if (chosen.every((one) => listed.has(one.trim().toLowerCase()))) return undefined;
    return refusal('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${label}: bad value for restricted picklist field: ${String(value)}`, [name]);
  };
}

function refusal(code: string, message: string, fields: readonly string[]): AppError {
  return new AppError('row', code, { message, hint: 'Where a trigger or a flow of the org puts it right, set "What the org would refuse" to "Send it all the same".', data: { fields } });
}
