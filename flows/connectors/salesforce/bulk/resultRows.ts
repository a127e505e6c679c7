import { AppError } from '../../../kit/errors.ts';
import type { OrgCounters, OrgDownload, SalesforceOrg } from '../salesforceOrg.ts';
import { translateError } from '../translateError.ts';
import { csvParts, type CsvRows } from './csvParts.ts';

/** Some rows of a result: those of `rows` from index `first` on. */
export interface ResultRows extends CsvRows {
  readonly first: number;
}

interface Hearing {
  /** Hears the headers of every answer, before its rows. */
  readonly onHeaders?: (headers: OrgDownload['headers']) => void;
  /** So much of the answer is taken from the wire before its rows are asked for. */
  readonly aheadBytes?: number;
}

const mostTries = 5;

/**
 * The rows of one result of a bulk job, while it arrives. When the connection is cut in the middle, or the org's count of the rows is not
 * what arrived, it is asked for again and the rows that were given already are passed over: a result does not change once its job has ended.
 */
export async function* resultRows(org: SalesforceOrg, path: string, counters: OrgCounters, signal: AbortSignal, { onHeaders, aheadBytes }: Hearing = {}): AsyncGenerator<ResultRows> {
  let given = 0;
  for (let tries = 1; ; tries++) {
    let seen = 0;
    const { headers, body } = await org.download({ path, headers: { accept: 'text/csv' }, isFinishing: true, ...(aheadBytes === undefined ? {} : { aheadBytes }) }, counters, signal);
    try {
      onHeaders?.(headers);
      for await (const part of csvParts(body)) {
        seen += part.rowCount;
        if (seen <= given) continue;
        const first = Math.max(0, part.rowCount - (seen - given));
        given = seen;
        yield { ...part, first };
      }
      const counted = headers['sforce-numberofrecords'];
      if (counted === undefined || Number(counted) === seen) return;
      throw new AppError('busy', 'resultBroken', { message: `The org says that a result has ${counted} rows, and ${seen} arrived.`, hint: 'Run again; what arrived before is kept.' });
    } catch (thrown) {
      signal.throwIfAborted();
      const error = translateError(thrown, org.connection);
      if (error.kind !== 'busy') throw error;
      if (tries === mostTries) throw new AppError('service', error.code, { message: error.message, cause: error, ...(error.hint === undefined ? {} : { hint: error.hint }) });
      counters.count('retries', 1);
    } finally {
      body.destroy();
    }
  }
}
