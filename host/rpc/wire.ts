/**
 * Every message there is. Plain data: it survives both JSON and structured clone.
 *
 * A **line** is one open port. A **session** is one client; it may outlive a line, and a client that comes back says which session it was.
 * Ids are chosen by the client and are unique in its session. The first message on every line is `attach`.
 *
 * Streams are pulled. The client says how many events it has `taken`; the server sends at most `windowSize` events beyond that and keeps
 * what it sent until it is taken. So the buffers of both sides are bounded by the window, and the server can send again what a broken line swallowed.
 * Events are numbered from 1; the end of a stream (`done` or `failed`) has the next number, so that it cannot be lost either.
 *
 * Commands belong to the line: when it breaks before the answer, the client rejects them (kind `busy`) and the server aborts them.
 */
export type ClientMessage =
  /** `streams`: the streams the client still wants. The server ends all others. */
  | { readonly type: 'attach'; readonly session: string; readonly streams: readonly StreamPlace[] }
  | { readonly type: 'call'; readonly id: number; readonly area: string; readonly name: string; readonly input: unknown }
  | { readonly type: 'taken'; readonly id: number; readonly count: number }
  /** The caller no longer wants the call's answer or the stream's events, or has seen the stream's end. */
  | { readonly type: 'end'; readonly id: number };

/** How far a client is with a stream: the number of the last event that reached it, and how many it has taken. */
export interface StreamPlace {
  readonly id: number;
  readonly received: number;
  readonly taken: number;
}

export type ServerMessage =
  /** `streams`: which of the streams the client named go on. */
  | { readonly type: 'attached'; readonly streams: readonly number[] }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError }
  | StreamMessage;

export type StreamMessage =
  | { readonly type: 'event'; readonly id: number; readonly number: number; readonly value: unknown }
  | { readonly type: 'done'; readonly id: number; readonly number: number }
  | { readonly type: 'failed'; readonly id: number; readonly number: number; readonly error: WireError };

/** Events of one stream that may be under way or waiting on the client's side. */
export const windowSize = 64;

/** An error as it travels. The two sides turn their own errors into it and back. */
export interface WireError {
  readonly kind: 'settings' | 'row' | 'busy' | 'service' | 'cancelled' | 'bug';
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly where: object;
  readonly data: Readonly<Record<string, unknown>>;
}
export type ToWireError = (thrown: unknown) => WireError;
export type FromWireError = (error: WireError) => Error;

/** An error of rpc itself. */
export function wireError(kind: WireError['kind'], code: string, message: string): WireError {
  return { kind, code, message, where: {}, data: {} };
}

/** A message from a client, or undefined when it is none of ours: what comes over a line is not to be trusted. */
export function readClientMessage(message: unknown): ClientMessage | undefined {
  if (!isRecord(message)) return undefined;
  if (message['type'] === 'attach') {
    const { session, streams } = message;
    const isNamed = typeof session === 'string' && session.length >= 16;
    return isNamed && Array.isArray(streams) && streams.every(isPlace) ? (message as ClientMessage) : undefined;
  }
  if (!isCount(message['id'])) return undefined;
  switch (message['type']) {
    case 'call':
      return typeof message['area'] === 'string' && typeof message['name'] === 'string' ? (message as ClientMessage) : undefined;
    case 'taken':
      return isCount(message['count']) ? (message as ClientMessage) : undefined;
    case 'end':
      return message as ClientMessage;
    default:
      return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPlace(value: unknown): boolean {
  return isRecord(value) && isCount(value['id']) && isCount(value['received']) && isCount(value['taken']);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
