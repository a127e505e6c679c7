import type { SqlParameters, SqlRow } from '../database.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { tooComplicated } from '../soql/scope.ts';

const sqliteError = 1;
const sqliteTooBig = 18;

/** The rows of a compiled query. @throws OrgError `QUERY_TOO_COMPLICATED` where it is beyond what SQLite takes in one statement */
export function rowsOf(org: Pick<OrgContext, 'database'>, { sql, parameters }: { readonly sql: string; readonly parameters: SqlParameters }): SqlRow[] {
  try {
    return org.database.all(sql, parameters);
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string };
    // Too many joined tables, columns, variables or levels. Anything else is a mistake of ours and must show.
    if (errcode === sqliteTooBig || (errcode === sqliteError && /too many|too large|too complex|at most|stack overflow/i.test(message)))
      throw new OrgError('QUERY_TOO_COMPLICATED', tooComplicated);
    throw error;
  }
}
