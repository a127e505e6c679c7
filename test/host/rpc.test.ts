import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { AppError, errorFromData } from '../../flows/kit/errors.ts';
import { connect } from '../../host/rpc/connect.ts';
import { command, stream, type CallContext, type Client } from '../../host/rpc/contract.ts';
import { webSocketPort } from '../../host/rpc/ports/webSocket.ts';
import { windowSize } from '../../host/rpc/wire.ts';
import { lines, serveSockets } from './lines.ts';

const nothing = z.object({});
const contract = {
  sums: {
    add: command(z.object({ a: z.number(), b: z.number() }), z.object({ sum: z.number() })),
    wait: command(nothing, nothing),
    refuse: command(nothing, nothing),
    lie: command(nothing, z.object({ sum: z.number() })),
    count: stream(z.object({ to: z.number(), failAfter: z.number().optional() }), z.object({ n: z.number() })),
  },
};

/** Handlers that remember what happened to them. */
function makeHandlers() {
  const seen = { produced: 0, aborted: 0, cleanedUp: 0, waiting: 0 };
  const handlers = {
    sums: {
      add: ({ a, b }: { a: number; b: number }) => ({ sum: a + b, secret: 'not in the contract' }),
      wait: (_input: Record<string, never>, { signal }: CallContext) => {
        seen.waiting++;
        return new Promise<Record<string, never>>((resolve) => {
          signal.addEventListener('abort', () => {
            seen.aborted++;
            resolve({});
          });
        });
      },
      refuse: () => {
        throw new AppError('service', 'quotaUsedUp', {
          message: 'The org has no API calls left today.',
          hint: 'Wait until midnight.',
          where: { node: 'write', path: ['batchSize'] },
          data: { limit: 15_000 },
        });
      },
      lie: () => ({ sum: 'a lot' }) as unknown as { sum: number },
      async *count({ to, failAfter }: { to: number; failAfter?: number | undefined }, { signal }: CallContext) {
        signal.addEventListener('abort', () => seen.aborted++);
        try {
          for (let n = 1; n <= to; n++) {
            if (failAfter !== undefined && n > failAfter) throw new AppError('row', 'tooMany', { message: `More than ${failAfter}.` });
            seen.produced = n;
            yield { n, secret: 'not in the contract' };
          }
        } finally {
          seen.cleanedUp++;
        }
      },
    },
  };
  return { seen, handlers };
}

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function listOf<T>(events: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const event of events) list.push(event);
  return list;
}

/** Lets everything under way arrive: a round trip comes after all that was sent before it. */
async function settle(client: Client<typeof contract>): Promise<void> {
  for (let round = 0; round < 3; round++) await client.sums.add({ a: 0, b: 0 });
}

describe.each(Object.entries(lines))('over %s', (_name, open) => {
  async function start() {
    const { seen, handlers } = makeHandlers();
    const line = await open(contract, handlers);
    ends.push(line.end);
    return { seen, ...line };
  }

  test('a command gives what its contract says and nothing more', async () => {
    const { client } = await start();
    expect(await client.sums.add({ a: 2, b: 3 })).toEqual({ sum: 5 });
  });

  test('calls at the same time each get their own answer', async () => {
    const { client } = await start();
    const sums = await Promise.all(Array.from({ length: 200 }, (_, index) => client.sums.add({ a: index, b: 1 })));
    expect(sums.map(({ sum }) => sum)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  test('an error arrives with its kind, code, hint, place and data', async () => {
    const { client } = await start();
    const error = await client.sums.refuse({}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      kind: 'service',
      code: 'quotaUsedUp',
      message: 'The org has no API calls left today.',
      hint: 'Wait until midnight.',
      where: { node: 'write', path: ['batchSize'] },
      data: { limit: 15_000 },
    });
  });

  test('an input that does not fit is refused with the place and the reason, and never reaches the handler', async () => {
    const { client } = await start();
    await expect(client.sums.add({ a: 'two' as unknown as number, b: 3 })).rejects.toMatchObject({
      kind: 'bug',
      code: 'badInput',
      message: expect.stringMatching(/^sums\.add was given input that does not fit: a: .*number/),
    });
  });

  test('an output that breaks the contract is our bug, not an answer', async () => {
    const { client } = await start();
    await expect(client.sums.lie({})).rejects.toMatchObject({
      kind: 'bug',
      message: expect.stringContaining('sums.lie gave what its contract does not allow'),
    });
  });

  test('a stream gives every event in order, stripped to the contract, and ends', async () => {
    const { client } = await start();
    expect(await listOf(client.sums.count({ to: 1000 }))).toEqual(Array.from({ length: 1000 }, (_, index) => ({ n: index + 1 })));
  });

  test('a stream that breaks gives what came before, then its error', async () => {
    const { client } = await start();
    const got: number[] = [];
    const read = async () => {
      for await (const { n } of client.sums.count({ to: 10, failAfter: 3 })) got.push(n);
    };
    await expect(read()).rejects.toMatchObject({ kind: 'row', code: 'tooMany', message: 'More than 3.' });
    expect(got).toEqual([1, 2, 3]);
  });

  test('a consumer that takes nothing is sent no more than a window', async () => {
    const { client, seen } = await start();
    client.sums.count({ to: 100_000 });
    await expect.poll(() => seen.produced).toBe(windowSize);
    await settle(client);
    expect(seen.produced).toBe(windowSize);
  });

  test('what is taken is granted again, half a window at a time', async () => {
    const { client, seen } = await start();
    const events = client.sums.count({ to: 100_000 })[Symbol.asyncIterator]();
    for (let n = 0; n < windowSize / 2; n++) await events.next();
    await expect.poll(() => seen.produced).toBe(windowSize * 1.5);
    await settle(client);
    expect(seen.produced).toBe(windowSize * 1.5);
  });

  test('breaking out of a stream ends it on the other side', async () => {
    const { client, seen } = await start();
    for await (const { n } of client.sums.count({ to: 100_000 })) if (n === 10) break;
    await settle(client);
    expect(seen).toMatchObject({ aborted: 1, cleanedUp: 1 });
  });

  test('close() ends a stream that nobody reads', async () => {
    const { client, seen } = await start();
    client.sums.count({ to: 100_000 }).close();
    await settle(client);
    expect(seen).toMatchObject({ aborted: 1, cleanedUp: 1 });
  });

  test('when the line closes, handlers are aborted and calls under way reject as busy', async () => {
    const { client, seen, close } = await start();
    const waiting = client.sums.wait({});
    const events = listOf(client.sums.count({ to: 100_000 }));
    await expect.poll(() => seen.waiting).toBe(1);
    close();
    await expect(waiting).rejects.toMatchObject({ kind: 'busy', code: 'lineBroken' });
    await expect(events).rejects.toMatchObject({ kind: 'busy' });
    await expect.poll(() => seen.aborted).toBe(2);
  });

  test.each(['constructor', '__proto__', 'multiply'])('there is no operation %s', async (name) => {
    const wider = { sums: { ...contract.sums, [name]: command(z.object({}), z.object({})) } };
    Object.defineProperty(wider.sums, name, { value: command(z.object({}), z.object({})), enumerable: true });
    const { handlers } = makeHandlers();
    // The far end knows only the contract; the near end was built with one operation more.
    const line = await open<typeof contract>({ sums: wider.sums }, handlers, contract);
    ends.push(line.end);
    const call = (line.client.sums as unknown as Record<string, (input: object) => Promise<unknown>>)[name]!;
    await expect(call({})).rejects.toMatchObject({ kind: 'bug', code: 'unknownOperation', message: expect.stringContaining(`"sums.${name}"`) });
  });
});

describe('a WebSocket that drops', () => {
  async function start(keepMs = 60_000) {
    const { seen, handlers } = makeHandlers();
    const server = await serveSockets(contract, handlers, keepMs);
    const port = webSocketPort(() => new WebSocket(server.url));
    const lineStates: boolean[] = [];
    const client = connect(contract, port, errorFromData, (isUp) => lineStates.push(isUp));
    ends.push(() => port.close(), server.end);
    return { seen, client, server, lineStates };
  }

  test('streams go on without a gap and without a repeat', async () => {
    const { client, server, lineStates } = await start();
    const got: number[] = [];
    for await (const { n } of client.sums.count({ to: 500 })) {
      got.push(n);
      if (n === 100 || n === 300) server.drop();
    }
    expect(got).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(lineStates).toEqual([true, false, true, false, true]);
  });

  test('a stream that ended while the line was down still ends', async () => {
    const { client, server, lineStates } = await start();
    const events = client.sums.count({ to: 20 })[Symbol.asyncIterator]();
    await events.next();
    server.drop();
    const rest: unknown[] = [];
    for (let next = await events.next(); next.done !== true; next = await events.next()) rest.push(next.value);
    expect(rest).toHaveLength(19);
    await expect.poll(() => lineStates.at(-1)).toBe(true);
  });

  test('commands under way reject as busy, commands meanwhile too, later ones work again', async () => {
    const { client, server, seen, lineStates } = await start();
    const waiting = client.sums.wait({});
    waiting.catch(() => {});
    await expect.poll(() => seen.waiting).toBe(1);
    server.drop();
    await expect(waiting).rejects.toMatchObject({ kind: 'busy', code: 'lineBroken' });
    await expect(client.sums.add({ a: 1, b: 1 })).rejects.toMatchObject({ kind: 'busy', code: 'lineDown' });
    await expect.poll(() => seen.aborted).toBe(1);
    await expect.poll(() => lineStates.at(-1)).toBe(true);
    expect(await client.sums.add({ a: 1, b: 1 })).toEqual({ sum: 2 });
  });

  test('a client that comes back too late is told that its streams are gone', async () => {
    const { client, server, seen } = await start(1);
    const events = client.sums.count({ to: 100_000 })[Symbol.asyncIterator]();
    await events.next();
    server.drop();
    const drain = async () => {
      while ((await events.next()).done !== true);
    };
    await expect(drain()).rejects.toMatchObject({ kind: 'busy', code: 'lineBroken' });
    expect(seen.aborted).toBe(1);
  });

  test.each([
    'not json',
    '{"type":"call","id":1,"area":"sums","name":"add"}',
    '{"type":"attach","session":"short","streams":[]}',
    'null',
    '[]',
  ])('whoever says %s is hung up on', async (text) => {
    const { server } = await start();
    const stranger = new WebSocket(server.url);
    const closed = new Promise((resolve) => stranger.on('close', resolve));
    stranger.on('open', () => stranger.send(text));
    await closed;
  });
});
