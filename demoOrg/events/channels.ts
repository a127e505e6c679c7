import type { LimitName } from '../limits/limitDefinitions.ts';
import type { OrgContext } from '../org.ts';
import { changeEventName, hasChangeEvents } from './changePayload.ts';

/** Whether there is anything to subscribe to under this name. */
export function channelExists(channel: string, { schema, database }: Pick<OrgContext, 'schema' | 'database'>): boolean {
  const [, kind, name = ''] = /^\/(topic|u|event|data)\/(.+)$/.exec(channel) ?? [];
  switch (kind) {
    case 'event':
      return name.endsWith('__e') && schema.find(name)?.name === name;
    case 'data':
      return name === 'ChangeEvents' || schema.objects.some((object) => hasChangeEvents(object) && changeEventName(object) === name);
    case 'topic':
      return (
        schema.find('PushTopic') !== undefined &&
        database.get('SELECT 1 FROM "PushTopic" WHERE "Name" = :name AND "IsActive" = 1 AND "IsDeleted" = 0', { name }) !== undefined
      );
    case 'u':
      return (
        schema.find('StreamingChannel') !== undefined &&
        database.get('SELECT 1 FROM "StreamingChannel" WHERE "Name" = :channel AND "IsDeleted" = 0', { channel }) !== undefined
      );
    default:
      return false;
  }
}

/** The allowance that an event of this channel uses up when it is delivered. */
export function limitOf(channel: string): LimitName {
  if (channel.startsWith('/topic/')) return 'DailyDurableStreamingApiEvents';
  return channel.startsWith('/u/') ? 'DailyGenericStreamingApiEvents' : 'DailyDeliveredPlatformEvents';
}
