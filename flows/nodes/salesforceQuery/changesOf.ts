import type { NodeContext } from '../../kit/defineRun.ts';
import type { Cursor } from '../../kit/batch.ts';
import { queryPath } from '../../connectors/salesforce/restQuery.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { AppError } from '../../kit/errors.ts';
import { ChangeTracker, keepProgress, readProgress } from './changeProgress.ts';
import type { ChangesFrom, Settings } from './preparedQuery.ts';

/** The changes to read, and who tells the new ones. */
export interface Changes extends ChangesFrom {
  /** Undefined where every record counts as new. */
  readonly tracker: ChangeTracker | undefined;
}

/**
 * Where the settings ask for changes only: since when. What was read is remembered when the run has ended well, and never by a run that
 * only plans: what is not written must come again.
 */
export async function changesOf(org: SalesforceOrg, context: NodeContext<Settings>, from: Cursor | undefined): Promise<Changes | undefined> {
  const { changes, since, overlap, rememberAs, soql, deleted } = context.settings;
  const overlapMs = overlap * 60_000;
  if (changes === 'all') return undefined;
  if (changes === 'sinceMoment') return { sinceMs: momentOf(since) - overlapMs, tracker: undefined };
  const { folder } = org.connection;
  if (folder === undefined) {
    throw new AppError('service', 'noPlaceToRemember', { message: 'Here is no place to remember how far the changes were read.', hint: 'Read changes since a moment, given as a parameter.' });
  }
  // A connection can come to lead to another org, and a refreshed sandbox is one too, at the same address: nobody has read its records.
  const { records } = await org.request<{ records: readonly { Id: string }[] }>({ method: 'GET', path: queryPath('SELECT Id FROM Organization', false), idempotent: true }, context, context.signal);
  const query = JSON.stringify([records[0]?.Id, soql, context.settings.binds, deleted]);
  const before = await readProgress(folder, rememberAs, query);
  if (before) context.log('info', `Changes since ${new Date(before.until).toISOString()}, and ${overlap} minutes before.`);
  else context.log('info', `Nothing was read as "${rememberAs}" by this query from this org yet: all records come.`);
  const tracker = new ChangeTracker(before, overlapMs, from ? Number(from['until']) : undefined);
  await context.shared(`salesforceChanges:${context.node}`, () => Promise.resolve(tracker), async () => {
    const progress = tracker.progress(query);
    if (progress && !context.signal.aborted && context.isPlan !== true) await keepProgress(folder, rememberAs, progress);
  });
  return { sinceMs: before && before.until - overlapMs, tracker };
}

function momentOf(since: string): number {
  const moment = Date.parse(since);
  if (!Number.isNaN(moment)) return moment;
  throw new AppError('settings', 'sinceNoMoment', { message: `"${since}" is no date and time. Write it as 2026-01-31T14:05:00Z.`, where: { path: ['since'] } });
}
