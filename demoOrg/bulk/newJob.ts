import type { Limits } from '../limits/limits.ts';
import { OrgError } from '../orgError.ts';
import { keyField } from '../records/records.ts';
import type { Schema } from '../schema/schema.ts';
import type { Bulk } from './openBulk.ts';
import { type ContentType, type IngestOperation, ingestOperations, type JobDefinition } from './bulkJob.ts';
import { type CsvFormat, delimiters, lineEndings } from './csvFormat.ts';

/** What a client asks for in a new job, as it came. */
export type AskedJob = Readonly<Record<string, unknown>>;

/** Checks a new ingest job. @throws OrgError `INVALIDJOB`, `FEATURENOTENABLED` */
export function ingestJob(
  schema: Schema,
  bulk: Bulk,
  asked: AskedJob,
  by: Pick<JobDefinition, 'api' | 'apiVersion' | 'createdById'>,
  contentTypes: readonly ContentType[],
): JobDefinition {
  const operation = oneOf(ingestOperations, asked.operation, 'operation');
  if (operation === 'hardDelete' && !bulk.hardDelete) {
    const message = 'FeatureNotEnabled : hardDelete operation requires special user profile permission, please contact your system administrator';
    throw new OrgError('FEATURENOTENABLED', message);
  }
  const object = typeof asked.object === 'string' ? schema.find(asked.object) : undefined;
  if (!object) throw invalid(`Unable to find object: ${text(asked.object)}`);
  return {
    ...by,
    operation,
    object: object.name,
    ...(operation === 'upsert' ? { externalId: keyOf(schema, object.name, asked.externalIdFieldName) } : {}),
    contentType: oneOf(contentTypes, asked.contentType ?? 'CSV', 'contentType'),
    concurrencyMode: asked.concurrencyMode === 'Serial' || asked.concurrencyMode === 1 ? 'Serial' : 'Parallel',
    ...csvFormat(asked),
  };
}

/** @throws OrgError `INVALIDJOB` */
export function csvFormat(asked: AskedJob): CsvFormat {
  return {
    delimiter: oneOf(Object.keys(delimiters) as (keyof typeof delimiters)[], asked.columnDelimiter ?? 'COMMA', 'columnDelimiter'),
    lineEnding: oneOf(Object.keys(lineEndings) as (keyof typeof lineEndings)[], asked.lineEnding ?? 'LF', 'lineEnding'),
  };
}

/** The one of `choices` that was given, in any case. @throws OrgError `INVALIDJOB` */
export function oneOf<T extends string>(choices: readonly T[], given: unknown, name: string): T {
  const found = choices.find((choice) => choice.toLowerCase() === text(given).toLowerCase());
  if (found === undefined) throw invalid(`${name} is one of ${choices.join(', ')}; this job says ${given === undefined ? 'nothing' : text(given)}`);
  return found;
}

function keyOf(schema: Schema, object: string, given: unknown): string {
  if (typeof given !== 'string' || given === '') throw invalid(`External ID was blank for ${object}. An External ID must be specified for upsert.`);
  try {
    return keyField(schema.at(object), given).name;
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    throw invalid(`Field name provided, ${given} does not match an External ID, Salesforce Id, or indexed field for ${object}`);
  }
}

export function isIngest(operation: unknown): operation is IngestOperation {
  return ingestOperations.some((one) => one.toLowerCase() === text(operation).toLowerCase());
}

/** @throws OrgError `LIMIT_EXCEEDED` where the day's batches or query jobs are used up */
export function checkLimit(limits: Limits, name: 'DailyBulkApiBatches' | 'DailyBulkV2QueryJobs'): void {
  if (limits.isReached(name)) throw new OrgError('LIMIT_EXCEEDED', `${name === 'DailyBulkApiBatches' ? 'ApiBatchItems' : name} Limit exceeded.`);
}

function invalid(message: string): OrgError {
  return new OrgError('INVALIDJOB', `InvalidJob : ${message}`);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
