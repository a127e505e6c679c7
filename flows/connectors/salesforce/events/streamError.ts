import { AppError } from '../../../kit/errors.ts';

/** What a streaming server answers to a message of ours. Source: Streaming API Developer Guide, "Streaming API Error Codes". */
export interface StreamReply {
  readonly channel: string;
  readonly successful?: boolean;
  readonly error?: string;
  readonly clientId?: string;
  readonly advice?: { readonly reconnect?: string };
  readonly ext?: { readonly sfdc?: { readonly failureReason?: string } };
}

/** What to do about a refusal: sign in anew, begin anew with the same session, or end. */
export type Refusal = 'signIn' | 'handshake' | AppError;

export function streamRefusal({ error = '', advice, ext }: StreamReply, channel: string, connection: string): Refusal {
  const text = `${error} ${ext?.sfdc?.failureReason ?? ''}`;
  if (text.includes('401::')) return 'signIn';
  if (/replayId/i.test(error)) {
    return new AppError('service', 'eventsGone', {
      message: `The org no longer has the events of ${channel} after the last that was read. Events are kept for 72 hours, those of PushTopics for 24.`,
      hint: 'Start once with all events that are kept, and read the records themselves for what is missing.',
    });
  }
  if (/doesn't exist|unknown channel|not found/i.test(error)) {
    const hint = 'Change events need their object chosen in Setup, Change Data Capture. /event/X__e is a platform event, /topic/X a PushTopic.';
    return new AppError('settings', 'channelUnknown', { message: `There is nothing to listen to at ${channel}: ${error}`, hint, where: { path: ['channel'] } });
  }
  if (/limit/i.test(error)) return new AppError('service', 'eventLimit', { message: `The org behind "${connection}" says ${error}`, hint: 'Setup shows how many events were delivered today; listen again tomorrow, or to fewer channels.' });
  if (advice?.reconnect === 'handshake' || error.startsWith('403::Unknown client') || error.startsWith('402::')) return 'handshake';
  return new AppError('service', 'streamRefused', { message: `The org behind "${connection}" does not let ${channel} be heard: ${error === '' ? 'it says no more' : error}` });
}
