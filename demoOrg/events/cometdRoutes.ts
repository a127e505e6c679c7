import { json, type Reply, text } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import { tokenOf } from '../http/sessionOf.ts';
import type { Bayeux, BayeuxMessage } from './bayeux.ts';

const largestBodyBytes = 32_768;

/** The streaming endpoint, `/cometd/62.0`; some clients write the kind of message behind it. It is not counted as an API call. */
export function cometdRoutes(bayeux: Bayeux): readonly Route[] {
  const answer = (request: OrgRequest): Promise<Reply> => answerBatch(request, bayeux);
  return [open('POST', '/cometd/{api}', answer), open('POST', '/cometd/{api}/{kind}', answer)];
}

async function answerBatch(request: OrgRequest, bayeux: Bayeux): Promise<Reply> {
  if (!/^\d{2}\.0$/.test(request.params.api!)) return text('The path names no version of the API, as /cometd/62.0 does.', 404);
  const body = await request.text();
  if (Buffer.byteLength(body) > largestBodyBytes) return text(`The body is larger than ${largestBodyBytes} bytes.`, 413);
  const messages = messagesOf(body, request.header('content-type') ?? '');
  if (!messages) return text('400::The body is no list of Bayeux messages.', 400);
  const caller = { token: tokenOf(request) ?? '', whenGone: (callback: () => void) => request.whenGone(callback) };
  return json(await bayeux.answer(messages, caller), 200, { 'cache-control': 'no-cache, no-store' });
}

function messagesOf(body: string, type: string): BayeuxMessage[] | undefined {
  const text = type.startsWith('application/x-www-form-urlencoded') ? (new URLSearchParams(body).get('message') ?? '') : body;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const messages: unknown[] = Array.isArray(value) ? value : [value];
  return messages.every(isMessage) ? messages : undefined;
}

function isMessage(value: unknown): value is BayeuxMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
