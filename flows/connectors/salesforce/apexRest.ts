import { AppError } from '../../kit/errors.ts';
import type { OrgCounters, OrgRequest, SalesforceOrg } from './salesforceOrg.ts';

export interface ApexCall {
  readonly method: OrgRequest['method'];
  /** Below `/services/apexrest`, with its first slash. */
  readonly path: string;
  readonly body?: unknown;
  /** Sending it twice has the same effect as once, so it may be tried again. */
  readonly isRepeatable: boolean;
}

/** What the class answers for one row: its refusal is the row's. Everything else that an org can say stops the run. */
const rowCodes = new Set(['orgRefused', 'orgNotFound', 'noPermission']);

/**
 * Calls an Apex REST class and gives its answer: parsed where it is JSON. Rejects with kind `row` where the class refuses the call, does not
 * exist or fails, and where the connection was cut before its answer came (`answerLost`).
 */
export async function callApexRest(org: SalesforceOrg, { method, path, body, isRepeatable }: ApexCall, counters: OrgCounters, signal: AbortSignal): Promise<unknown> {
  try {
    return await org.request<unknown>({ method, path: `/services/apexrest${path}`, idempotent: isRepeatable, ...(body === undefined ? {} : { body }) }, counters, signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.kind === 'busy' && error.code === 'orgUnreachable') {
      const hint = 'Look in the org before the row is sent again.';
      throw new AppError('row', 'answerLost', { message: `The connection was cut before ${method} ${path} was answered; the org may have done it.`, hint, cause: error });
    }
    if (error.kind === 'busy') throw new AppError('row', 'apexBusy', { message: `${method} ${path} was not taken, and is not tried again: ${error.message}`, cause: error });
    if (error.kind !== 'settings' && !rowCodes.has(error.code)) throw error;
    const { errorCode } = error.data;
    throw new AppError('row', typeof errorCode === 'string' && errorCode !== '' ? errorCode : 'apexRefused', { message: `${method} ${path}: ${error.message}`, cause: error });
  }
}
