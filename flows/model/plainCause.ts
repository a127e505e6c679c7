import type { RejectedGroup } from './groupRejected.ts';

type Told = Omit<RejectedGroup, 'plain'>;

/** What the codes of orgs mean, for people who never read the list. Source: SOAP API Developer Guide, "Core Data Types: StatusCode". */
const told: Readonly<Record<string, (group: Told) => string>> = {
  REQUIRED_FIELD_MISSING: ({ column }) => `${field(column)} is blank, and the org wants it filled.`,
  STRING_TOO_LONG: ({ column, length }) => `The text for ${field(column)} is too long${length === undefined ? '' : `: ${length} characters fit`}.`,
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: ({ column, values }) => `${someOf(values)} not among the values of the picklist ${field(column)}.`,
  INVALID_EMAIL_ADDRESS: ({ column, values }) => `${someOf(values)} no e-mail address (${field(column)}).`,
  NUMBER_OUTSIDE_VALID_RANGE: ({ column }) => `The number for ${field(column)} is larger than the field takes.`,
  DUPLICATE_VALUE: ({ column }) => `Another record has this ${field(column)} already, and it must be the only one.`,
  DUPLICATES_DETECTED: () => 'A duplicate rule of the org takes the record for one that is there already.',
  MALFORMED_ID: ({ column }) => `What stands in ${field(column)} is no record id.`,
  INVALID_CROSS_REFERENCE_KEY: () => 'The record that the row points to is not there, or this user may not see it.',
  INVALID_FIELD: ({ column, values }) => (values.length > 0 ? `No record has the key ${quoted(values)}, which ${field(column)} points to.` : 'The object has no such field.'),
  ENTITY_IS_DELETED: () => 'The record lies in the recycle bin.',
  UNABLE_TO_LOCK_ROW: () => 'Somebody else was writing the record, or the one above it, at the same moment. The row itself is fine.',
  INSUFFICIENT_ACCESS_OR_READONLY: () => 'This user may not change the record.',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: () => 'This user may not use the record that the row points to.',
  FIELD_CUSTOM_VALIDATION_EXCEPTION: ({ example }) => `A validation rule of the org says: ${example}`,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: ({ example }) => `A trigger or flow of the org stopped it: ${example}`,
  INACTIVE_OWNER_OR_USER: () => 'The owner is a user who is no longer active.',
  JSON_PARSER_ERROR: ({ column, values }) => `${someOf(values)} not written as ${field(column)} wants it (a date, a number or true/false).`,
  keyBlank: ({ column }) => `${field(column)} is blank, so there is nothing to find the record by.`,
};

/** The cause of a group in plain words; where nobody knows better, what was said of its first row. */
export function plainCause(group: Told): string {
  return told[group.code]?.(group) ?? group.example;
}

function field(column: string | undefined): string {
  return column ?? 'a field';
}

function quoted(values: Told['values']): string {
  const [first, second] = values.map(({ value }) => `"${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`);
  if (values.length > 2) return `${first!}, ${second!} and ${values.length - 2} more`;
  return second === undefined ? first! : `${first!} and ${second}`;
}

function someOf(values: Told['values']): string {
  return values.length === 0 ? 'The value is' : `${quoted(values)} ${values.length === 1 ? 'is' : 'are'}`;
}
