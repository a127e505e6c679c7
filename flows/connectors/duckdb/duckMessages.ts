import type { ErrorData } from '../../kit/errors.ts';
import type { PackedBatch } from './packedBatch.ts';

/** What is asked of DuckDB's process. All but `interrupt` are answered, one after another. */
export type DuckRequest =
  | { readonly type: 'open'; readonly memoryBytes: number; readonly folder: string }
  | { readonly type: 'add'; readonly table: string; readonly batch: PackedBatch }
  | { readonly type: 'query'; readonly sql: string }
  /** Answered by a batch without rows. */
  | { readonly type: 'columns'; readonly sql: string }
  /** The next rows of the query. */
  | { readonly type: 'next' }
  | { readonly type: 'close' }
  | { readonly type: 'interrupt' };

/** `batch`: the next rows; without one, there are no more, or none were asked for. */
export type DuckAnswer = { readonly batch?: PackedBatch } | { readonly error: ErrorData };
