import type { StartFrom } from '../../connectors/salesforce/events/eventStream.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import type { Cursor } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { definition } from './definition.ts';
import { keepHeard, readHeard } from './heard.ts';
import { offeredWay, wayOfId, type Way } from './wayOf.ts';

export type Settings = ReturnType<typeof definition.settings.parse>;

/** A run that began no longer ago has only just begun to listen. */
const freshMs = 5000;

/** Where to begin, by which way, and who is told of every event that was given. */
export interface Start {
  readonly from: StartFrom;
  readonly way: Way;
  heard(replayId: string): void;
}

/**
 * What the cursor of a run that broke off says goes first, then the settings. What was heard is remembered when the run has ended well, and
 * never by a run that only plans: what is not written must come again.
 */
export async function startOf(org: SalesforceOrg, context: NodeContext<Settings>, cursor: Cursor | undefined): Promise<Start> {
  const { start, rememberAs, replayId, channel, api } = context.settings;
  const { connection } = org;
  const resumed = cursor === undefined ? undefined : placeOf(cursor);
  const begin = async (from: StartFrom, heard: (way: Way, id: string) => void = () => undefined): Promise<Start> => {
    // A place that is known is gone on from by the way that it was found by.
    const way = api === 'auto' ? (typeof from === 'string' || 'since' in from ? await offeredWay(connection, context) : wayOfId(from.after)) : api;
    return { from, way, heard: (id) => heard(way, id) };
  };
  if (start === 'new') return begin(resumed ?? (await sinceStart(org, context)));
  if (start !== 'remembered') return begin(resumed ?? (start === 'after' ? { after: replayId.trim() } : start));
  const { folder } = connection;
  if (folder === undefined) {
    throw new AppError('service', 'noPlaceToRemember', { message: 'Here is no place to remember how far the events were read.', hint: 'Begin with all events that are kept, or after a replay id given as a parameter.' });
  }
  // A connection can come to lead to another org, whose ids mean something else, as those of the other way to listen do.
  const of = (way: Way): string => `${new URL(connection.settings['instanceUrl']!).host} ${channel} ${way}`;
  const before = await readHeard(folder, rememberAs, (api === 'auto' ? (['pubSub', 'cometd'] as const) : [api]).map(of));
  if (!before) context.log('info', `Nothing was heard as "${rememberAs}" of this channel yet: all events that are kept come.`);
  let last: { readonly of: string; readonly replayId: string } | undefined;
  await context.shared(`salesforceEvents:${context.node}`, () => Promise.resolve({}), async () => {
    if (last && !context.signal.aborted && context.isPlan !== true) await keepHeard(folder, rememberAs, last);
  });
  return begin(resumed ?? (before ? { after: before.replayId } : 'kept'), (way, id) => void (last = { of: of(way), replayId: id }));
}

/** Before the first event only the moment is known from which on events count. */
function placeOf(cursor: Cursor): StartFrom {
  return cursor['replayId'] === undefined ? { since: Number(cursor['since']) } : { after: String(cursor['replayId']) };
}

/**
 * When the run began, by the org's clock: the moments of its events are by that. A run that is read again from its start, because a file it
 * wrote is gone, began longer ago.
 */
async function sinceStart(org: SalesforceOrg, context: NodeContext<Settings>): Promise<StartFrom> {
  const { headers, body } = await org.download({ path: '/services/data' }, context, context.signal);
  body.destroy();
  const moment = Date.parse(headers['date'] ?? '');
  const passedMs = Math.max(0, Date.now() - context.startedMs);
  return { since: (Number.isNaN(moment) ? Date.now() : moment) - passedMs, isNow: passedMs < freshMs };
}
