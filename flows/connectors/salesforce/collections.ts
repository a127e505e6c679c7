import type { OrgRequest } from './salesforceOrg.ts';

export type WriteOperation = 'insert' | 'update' | 'upsert' | 'delete';

/** The answer for one record of a collections call. */
export interface RecordResult {
  readonly id?: string | null;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string; readonly fields?: readonly string[] }[];
}

/**
 * The collections call that writes `records` (at most 200) of one object, each on its own (`allOrNone: false`).
 * Upserts, updates and deletes do the same when sent twice; an insert would make a second record, so it is not retried.
 */
export function collectionsRequest(operation: WriteOperation, object: string, key: string, records: readonly Readonly<Record<string, unknown>>[]): OrgRequest {
  const body = { allOrNone: false, records: records.map((record) => ({ attributes: { type: object }, ...record })) };
  switch (operation) {
    case 'insert':
      return { method: 'POST', path: '/composite/sobjects', body, idempotent: false };
    case 'update':
      return { method: 'PATCH', path: '/composite/sobjects', body, idempotent: true };
    case 'upsert':
      return { method: 'PATCH', path: `/composite/sobjects/${object}/${key}`, body, idempotent: true };
    case 'delete':
      return { method: 'DELETE', path: `/composite/sobjects?ids=${records.map((record) => String(record['Id'])).join(',')}&allOrNone=false`, idempotent: true };
  }
}
