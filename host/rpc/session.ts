import type { CallContext, Contract, Port, Shape } from './contract.ts';
import { serveStream, type ServedStream } from './servedStream.ts';
import { wireError, type ClientMessage, type ServerMessage, type StreamPlace, type ToWireError, type WireError } from './wire.ts';

type AnyHandlers = Readonly<Record<string, Readonly<Record<string, (input: unknown, call: CallContext) => unknown>>>>;

type Call = Extract<ClientMessage, { type: 'call' }>;

interface Work {
  readonly controller: AbortController;
  /** Absent for a command. */
  stream?: ServedStream;
}

/** The serving side of one client: its calls in progress, and the line it is on, if any. */
export interface Session {
  /** Takes the line and goes on with the streams the client still wants. A line it had before is closed. */
  attach(port: Port, streams: readonly StreamPlace[]): void;
  receive(message: Exclude<ClientMessage, { type: 'attach' }>): void;
  /** The line broke: commands are aborted, streams wait. False when `port` was not the session's line any more. */
  detach(port: Port): boolean;
  close(): void;
}

export function openSession(contract: Contract, handlers: AnyHandlers, toWireError: ToWireError): Session {
  const works = new Map<number, Work>();
  let line: Port | undefined;

  const send = (message: ServerMessage) => line?.post(message);
  const toError = (thrown: unknown) => travelling(toWireError(thrown));

  function drop(id: number): void {
    works.get(id)?.controller.abort();
    works.delete(id);
  }

  function call({ id, area, name, input }: Call): void {
    const refuse = (error: WireError) => send({ type: 'error', id, error });
    const operation = own(own(contract, area), name);
    const handler = own(own(handlers, area), name);
    if (!operation || !handler) {
      const message = `There is no operation "${area}.${name}". The window and Sluice are of different versions: reload the window.`;
      return refuse(wireError('bug', 'unknownOperation', message));
    }
    if (works.has(id)) return refuse(wireError('bug', 'callIdTwice', `The call id ${id} is in use already.`));
    let parsed: unknown;
    try {
      parsed = operation.input.parse(input);
    } catch (thrown) {
      return refuse(wireError('bug', 'badInput', `${area}.${name} was given input that does not fit: ${misfits(thrown)}.`));
    }
    const work: Work = { controller: new AbortController() };
    works.set(id, work);
    const { signal } = work.controller;
    if (operation.kind === 'command') return void answer(id, operation.output, () => handler(parsed, { signal }), `${area}.${name}`, signal);
    try {
      const events = handler(parsed, { signal }) as AsyncIterable<unknown>;
      work.stream = serveStream(id, events, signal, (event) => parseOutput(operation.event, event, `${area}.${name}`), send, toError);
    } catch (thrown) {
      works.delete(id);
      refuse(toError(thrown));
    }
  }

  async function answer(id: number, output: Shape<unknown>, handle: () => unknown, title: string, signal: AbortSignal): Promise<void> {
    let message: ServerMessage;
    try {
      message = { type: 'result', id, value: parseOutput(output, await handle(), title) };
    } catch (thrown) {
      message = { type: 'error', id, error: toError(thrown) };
    }
    works.delete(id);
    if (!signal.aborted) send(message);
  }

  return {
    attach(port, streams) {
      line?.close();
      line = port;
      const wanted = new Set(streams.map(({ id }) => id));
      for (const id of works.keys()) if (!wanted.has(id)) drop(id);
      send({ type: 'attached', streams: [...works.keys()] });
      for (const { id, received, taken } of streams) {
        const stream = works.get(id)?.stream;
        // What was said of it on the old line may have been lost.
        stream?.resend(received);
        stream?.taken(taken);
      }
    },
    receive(message) {
      if (message.type === 'call') call(message);
      else if (message.type === 'taken') works.get(message.id)?.stream?.taken(message.count);
      else drop(message.id);
    },
    detach(port) {
      if (line !== port) return false;
      line = undefined;
      for (const [id, work] of works) if (!work.stream) drop(id);
      return true;
    },
    close() {
      for (const id of works.keys()) drop(id);
      line?.close();
      line = undefined;
    },
  };
}

/** Names come from the line; `constructor` is none of ours. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function parseOutput(shape: Shape<unknown>, value: unknown, title: string): unknown {
  try {
    return shape.parse(value);
  } catch (thrown) {
    throw new Error(`${title} gave what its contract does not allow: ${misfits(thrown)}.`, { cause: thrown });
  }
}

/** What a shape found wrong: shapes of zod say it as a list of issues with paths. */
function misfits(thrown: unknown): string {
  const { issues, message } = thrown as { issues?: readonly { path: readonly PropertyKey[]; message: string }[]; message?: string };
  return issues ? issues.map((issue) => [issue.path.map(String).join('.'), issue.message].filter(Boolean).join(': ')).join('; ') : String(message ?? thrown);
}

/** Errors may carry anything as data; over the line goes what JSON can say. */
function travelling(error: WireError): WireError {
  try {
    return JSON.parse(JSON.stringify(error)) as WireError;
  } catch {
    return { kind: error.kind, code: error.code, message: error.message, where: {}, data: {} };
  }
}
