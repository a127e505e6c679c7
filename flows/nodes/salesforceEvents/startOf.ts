import type { StartFrom } from '../../connectors/salesforce/events/eventStream.ts';
import type { Connection } from '../../kit/connection.ts';
import type { Cursor } from '../../kit/batch.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { definition } from './definition.ts';
import { keepHeard, readHeard } from './heard.ts';

export type Settings = ReturnType<typeof definition.settings.parse>;

/** Where to begin, and who is told of every event that was given. */
export interface Start {
  readonly from: StartFrom;
  heard(replayId: string): void;
}

/**
 * What the cursor of a run that broke off says goes first, then the settings. What was heard is remembered when the run has ended well, and
 * never by a run that only plans: what is not written must come again.
 */
export async function startOf(connection: Connection, context: NodeContext<Settings>, cursor: Cursor | undefined): Promise<Start> {
  const { start, rememberAs, replayId, channel, api } = context.settings;
  const resumed: StartFrom | undefined = cursor ? { after: String(cursor['replayId']) } : undefined;
  const nothing = (): void => undefined;
  if (start !== 'remembered') return { from: resumed ?? (start === 'after' ? { after: replayId.trim() } : start), heard: nothing };
  const { folder } = connection;
  if (folder === undefined) {
    throw new AppError('service', 'noPlaceToRemember', { message: 'Here is no place to remember how far the events were read.', hint: 'Begin with all events that are kept, or after a replay id given as a parameter.' });
  }
  // A connection can come to lead to another org, whose ids mean something else, as those of the other way to listen do.
  const of = `${new URL(connection.settings['instanceUrl']!).host} ${channel} ${api}`;
  const before = await readHeard(folder, rememberAs, of);
  if (!before) context.log('info', `Nothing was heard as "${rememberAs}" of this channel yet: all events that are kept come.`);
  let last: string | undefined;
  await context.shared(`salesforceEvents:${context.node}`, () => Promise.resolve({}), async () => {
    if (last !== undefined && !context.signal.aborted && context.isPlan !== true) await keepHeard(folder, rememberAs, { of, replayId: last });
  });
  return { from: resumed ?? (before ? { after: before.replayId } : 'kept'), heard: (id) => void (last = id) };
}
