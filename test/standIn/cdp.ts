import { EventEmitter } from 'node:events';
import type { CDPSession } from '@playwright/test';

/** Commands and events of one page or of the browser, typed as the protocol's own description says. */
export interface CdpSession {
  readonly send: CDPSession['send'];
  readonly on: CDPSession['on'];
}

/** A client of the Chrome DevTools Protocol over one WebSocket. */
export interface Cdp {
  /** The browser itself. */
  readonly browser: CdpSession;
  /** One attached page. */
  session(id: string): CdpSession;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: string };
}

/** Connects to a browser's DevTools address. Commands under way reject when the connection closes. */
export async function openCdp(endpoint: string): Promise<Cdp> {
  const socket = new WebSocket(endpoint);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => { resolve(); });
    socket.addEventListener('error', () => { reject(new Error(`Chromium does not answer at ${endpoint}.`)); });
  });
  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const events = new EventEmitter({ captureRejections: false });
  events.setMaxListeners(0);

  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id === undefined) {
      events.emit(`${message.sessionId ?? ''}:${message.method ?? ''}`, message.params);
      return;
    }
    const command = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) command?.reject(new Error(`${message.error.message} ${message.error.data ?? ''}`.trim()));
    else command?.resolve(message.result);
  });
  socket.addEventListener('close', () => {
    for (const command of waiting.values()) command.reject(new Error('The connection to Chromium closed.'));
    waiting.clear();
  });

  const send = (method: string, params: object | undefined, sessionId: string): Promise<unknown> => {
    if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error('The connection to Chromium is closed.'));
    const id = ++lastId;
    const command = Promise.withResolvers<unknown>();
    waiting.set(id, command);
    socket.send(JSON.stringify({ id, method, params: params ?? {}, ...(sessionId === '' ? {} : { sessionId }) }));
    return command.promise;
  };
  const session = (id: string): CdpSession => ({
    send: ((method: string, params?: object) => send(method, params, id)) as CDPSession['send'],
    on: ((event: string, listener: (payload: unknown) => void) => events.on(`${id}:${event}`, listener)) as unknown as CDPSession['on'],
  });
  return { browser: session(''), session, close: () => { socket.close(); } };
}
