import type { Client, Contract, Port } from './contract.ts';
import { holdStream, type HeldStream } from './eventStream.ts';
import { wireError, type ClientMessage, type FromWireError, type ServerMessage } from './wire.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const firstPauseMs = 200;
const longestPauseMs = 5_000;

/**
 * The client of a contract over `port`: every command a function that gives a promise, every stream a function that gives an `EventStream`.
 * What it rejects with is made by `fromWireError`.
 * When the line breaks: commands under way reject with kind `busy`. Where the port can reopen, streams go on once the line is back; elsewhere they fail too.
 * @param onLine hears when the line breaks (false) and when it is back (true).
 */
export function connect<C extends Contract>(contract: C, port: Port, fromWireError: FromWireError, onLine: (isUp: boolean) => void = () => {}): Client<C> {
  const session = globalThis.crypto.randomUUID();
  const commands = new Map<number, Waiting>();
  const streams = new Map<number, HeldStream>();
  let lastId = 0;
  let pauseMs = firstPauseMs;
  let state: 'open' | 'paused' | 'closed' = 'open';

  const broken = () => fromWireError(
    wireError('busy', 'lineBroken', 'The line to Sluice broke before the answer came. Look whether it was done, then try again.'),
  );
  const down = () => fromWireError(
    wireError('busy', 'lineDown', 'The line to Sluice is down. If Sluice still runs, it comes back by itself; otherwise start Sluice again.'),
  );

  const post = (message: ClientMessage) => {
    if (state === 'open') port.post(message);
  };
  /** The streams that the last `attach` named. Those opened after it are not in the answer. */
  let named: readonly number[] = [];
  function attach(): void {
    named = [...streams.keys()];
    post({ type: 'attach', session, streams: [...streams].map(([id, { received, taken }]) => ({ id, received, taken })) });
  }

  function receive(data: unknown): void {
    const message = data as ServerMessage;
    switch (message.type) {
      case 'attached':
        pauseMs = firstPauseMs;
        for (const id of named) if (!message.streams.includes(id)) streams.get(id)?.fail(broken());
        return onLine(true);
      case 'result':
        commands.get(message.id)?.resolve(message.value);
        commands.delete(message.id);
        return;
      case 'error': {
        const error = fromWireError(message.error);
        commands.get(message.id)?.reject(error);
        commands.delete(message.id);
        streams.get(message.id)?.fail(error);
        return;
      }
      default:
        streams.get(message.id)?.receive(message);
    }
  }

  function onClose(): void {
    for (const command of commands.values()) command.reject(broken());
    commands.clear();
    state = port.reopen ? 'paused' : 'closed';
    onLine(false);
    if (state === 'closed') return failStreams();
    setTimeout(reopen, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }

  function reopen(): void {
    if (!port.reopen?.()) {
      state = 'closed';
      return failStreams();
    }
    state = 'open';
    attach();
  }

  function failStreams(): void {
    for (const stream of streams.values()) stream.fail(broken());
  }

  function callCommand(area: string, name: string, input: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (state !== 'open') return reject(down());
      const id = ++lastId;
      commands.set(id, { resolve, reject });
      post({ type: 'call', id, area, name, input });
    });
  }

  function openStream(area: string, name: string, input: unknown): HeldStream {
    const id = ++lastId;
    const stream = holdStream(id, post, (message) => fromWireError(message.error), () => streams.delete(id));
    streams.set(id, stream);
    if (state === 'open') post({ type: 'call', id, area, name, input });
    else stream.fail(down());
    return stream;
  }

  port.listen(receive, onClose);
  attach();

  const areas = Object.entries(contract).map(([area, operations]) => {
    const calls = Object.entries(operations).map(([name, { kind }]) => {
      const call = kind === 'command' ? callCommand : openStream;
      return [name, (input: unknown) => call(area, name, input)];
    });
    return [area, Object.fromEntries(calls)];
  });
  return Object.fromEntries(areas) as Client<C>;
}
