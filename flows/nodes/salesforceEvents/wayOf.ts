import { isOnThisMachine } from '../../connectors/salesforce/auth/loginUrl.ts';
import type { Connection } from '../../kit/connection.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import type { Settings } from './startOf.ts';

/** How events are heard. Replay ids of one way mean nothing to the other. */
export type Way = 'cometd' | 'pubSub';

/** Which way a replay id is of: those of CometD are numbers, those of the Pub/Sub API bytes in base64. */
export function wayOfId(replayId: string): Way {
  return /^-?\d+$/.test(replayId) ? 'cometd' : 'pubSub';
}

/** The way to listen where neither the settings nor an earlier run say it: the Pub/Sub API where the org offers it, as it answers now. */
export async function offeredWay(connection: Connection, { settings: { channel, endpoint }, signal, log }: NodeContext<Settings>): Promise<Way> {
  const isOnlyCometd = /^\/(topic|u)\//.test(channel);
  // Salesforce's endpoint knows nothing of an org on this machine.
  const hasEndpoint = endpoint.trim() !== '' || !isOnThisMachine(new URL(connection.settings['instanceUrl']!).hostname);
  if (isOnlyCometd || !hasEndpoint) return 'cometd';
  // gRPC and Avro are loaded by those who need them.
  const { whyNotPubSub } = await import('../../connectors/salesforce/events/pubSub/whyNotPubSub.ts');
  const reason = await whyNotPubSub(connection, channel, endpoint, signal);
  if (reason === undefined) return 'pubSub';
  log('info', `${channel} is heard by CometD. ${reason}`);
  return 'cometd';
}
