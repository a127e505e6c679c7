import type { Author, RecordInput } from '../records/objectWriter.ts';
import type { Outcome, RecordError } from '../records/outcome.ts';
import { keyField, type Records } from '../records/records.ts';
import { writtenValue } from '../records/writtenValue.ts';
import { fieldOf, type ObjectType } from '../schema/objectType.ts';
import type { JobDefinition, KeptOutcome } from './bulkJob.ts';

/** So many rows at a time go down the write path, which keeps the lists that it makes short-lived. */
const groupRows = 1_000;

/** Writes rows as the job says, through the one write path. Must run inside a transaction. */
export function writeRows(records: Records, object: ObjectType, job: JobDefinition, inputs: Iterable<RecordInput>, author: Author): KeptOutcome[] {
  const kept: KeptOutcome[] = [];
  for (const group of groupsOf(inputs)) {
    written(records, object, job, group, author).forEach((outcome, index) => void kept.push(keep(object, job, group[index]!, outcome)));
  }
  return kept;
}

function* groupsOf(inputs: Iterable<RecordInput>): Generator<RecordInput[]> {
  let group: RecordInput[] = [];
  for (const input of inputs) {
    if (group.push(input) < groupRows) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function written(records: Records, object: ObjectType, job: JobDefinition, inputs: readonly RecordInput[], author: Author): Outcome[] {
  const options = { author, allOrNone: false };
  switch (job.operation) {
    case 'insert':
      return records.create(
        inputs.map((input) => ({ object, input })),
        options,
      );
    case 'update':
      return records.update(
        inputs.map((input) => ({ id: input.Id, input })),
        options,
      );
    case 'upsert':
      return records.upsert(object, keyField(object, job.externalId!), inputs, options);
    case 'delete':
      return records.delete(inputs.map(idOf), options);
    case 'hardDelete':
      return records.erase(inputs.map(idOf), options);
    case 'query':
    case 'queryAll':
      throw new Error(`${job.operation} writes nothing.`);
  }
}

function keep(object: ObjectType, job: JobDefinition, input: RecordInput, outcome: Outcome): KeptOutcome {
  if (outcome.success) return (job.operation === 'insert' || outcome.created === true ? '+' : '=') + outcome.id;
  return { id: idOf(input), error: outcome.errors.map((error) => errorText(object, input, error)).join('') };
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` */
function errorText(object: ObjectType, input: RecordInput, error: RecordError): string {
  const { statusCode, message, fields } = asBulkSays(object, input, error);
  return `${statusCode}:${message}:${fields.length > 0 ? `${fields.join(', ')} ` : ''}--`;
}

/** REST calls a value of the wrong type a fault of the JSON; there is no JSON here. */
function asBulkSays(object: ObjectType, input: RecordInput, error: RecordError): RecordError {
  const [name] = error.fields;
  const field = error.statusCode === 'JSON_PARSER_ERROR' && name !== undefined ? fieldOf(object, name) : undefined;
  if (!field) return error;
  const message = `${field.label}: value not of required type: ${writtenValue(input[field.name])}`;
  return { statusCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD', message, fields: error.fields };
}

function idOf(input: RecordInput): string {
  return typeof input.Id === 'string' ? input.Id : '';
}
