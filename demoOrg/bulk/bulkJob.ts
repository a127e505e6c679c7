import type { Delimiter, LineEnding } from './csvFormat.ts';

export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';
export type QueryOperation = 'query' | 'queryAll';
export type ContentType = 'CSV' | 'XML' | 'JSON';

export const ingestOperations: readonly IngestOperation[] = ['insert', 'update', 'upsert', 'delete', 'hardDelete'];
export const queryOperations: readonly QueryOperation[] = ['query', 'queryAll'];

/** What a client asked for when it made the job. It never changes. */
export interface JobDefinition {
  /** Bulk API 2.0, or 1.0 with its client-made batches. */
  readonly api: 1 | 2;
  readonly operation: IngestOperation | QueryOperation;
  /** In its proper spelling. */
  readonly object: string;
  /** The key field of an upsert. */
  readonly externalId?: string;
  readonly contentType: ContentType;
  readonly delimiter: Delimiter;
  readonly lineEnding: LineEnding;
  readonly concurrencyMode: 'Parallel' | 'Serial';
  /** 62 for `v62.0`. */
  readonly apiVersion: number;
  readonly createdById: string;
}

/** `UploadComplete` is 2.0's word and `Closed` 1.0's for: no more data will come. */
export type JobState = 'Open' | 'UploadComplete' | 'Closed' | 'Aborted';

export interface Job extends JobDefinition {
  readonly id: string;
  readonly state: JobState;
  /** 2.0: the data has been uploaded. */
  readonly hasData: boolean;
  /** Milliseconds since 1970, as all moments here. */
  readonly createdAt: number;
  readonly changedAt: number;
}

export type WorkState = 'Queued' | 'InProgress' | 'Completed' | 'Failed' | 'NotProcessed';

/** Something to do in the background: the whole of a 2.0 job, with the job's id, or one batch of a 1.0 job. */
export interface Work {
  readonly id: string;
  readonly job: string;
  readonly state: WorkState;
  /** Rows done so far, and how many of them were refused. */
  readonly processed: number;
  readonly failed: number;
  readonly activeMs: number;
  /** Why it failed. */
  readonly message: string | null;
  /** The SOQL of a query. */
  readonly query: string | null;
  /** A query's result: the offsets in bytes of every thousandth record, see `writeResult`. */
  readonly marks: readonly number[];
  readonly createdAt: number;
  readonly changedAt: number;
}

/** One row's outcome as it is kept: `+id` for a new record, `=id` for one that was there, or what was wrong. */
export type KeptOutcome = string | { readonly id: string; readonly error: string };

export const isQuery = (job: JobDefinition): boolean => job.operation === 'query' || job.operation === 'queryAll';
