import { expect, test } from 'vitest';
import { Channel } from './channel.ts';

test('items are taken in the order they were sent, whoever sent them, and then the channel closes', async () => {
  const channel = new Channel<number>();
  const [a, b] = [channel.feed(5), channel.feed(5)];
  for (const [feed, item] of [[a, 1], [b, 2], [a, 3]] as const) expect(feed.send(item)).toBeUndefined();
  a.end();
  b.end();
  expect([await channel.take(), await channel.take(), await channel.take(), await channel.take()]).toEqual([1, 2, 3, undefined]);
});

test('a feed that is full waits until its own items are taken; another feed does not', async () => {
  const channel = new Channel<string>();
  const [a, b] = [channel.feed(2), channel.feed(2)];
  const log: string[] = [];
  expect(a.send('a1')).toBeUndefined();
  void a.send('a2')!.then(() => log.push('room'));
  expect(b.send('b1')).toBeUndefined();
  expect(log).toEqual([]);
  expect(await channel.take()).toBe('a1');
  await Promise.resolve();
  expect(log).toEqual(['room']);
});

test('a taker waits for what comes, and for the end', async () => {
  const channel = new Channel<number>();
  const feed = channel.feed(2);
  const taken = channel.take();
  void feed.send(7);
  expect(await taken).toBe(7);
  const last = channel.take();
  feed.end();
  expect(await last).toBeUndefined();
});

test('passed resolves when what was sent before has been dealt with, not when it is taken, and not waiting for what comes after', async () => {
  const channel = new Channel<number>();
  const feed = channel.feed(9);
  void feed.send(1);
  let isPassed = false;
  const passed = channel.passed().then(() => (isPassed = true));
  void feed.send(2);
  await channel.take();
  await Promise.resolve();
  expect(isPassed).toBe(false);
  await channel.take();
  await passed;
  expect(isPassed).toBe(true);
});

test('an abort reaches everyone who waits and everyone who comes later', async () => {
  const reason = new Error('stop');
  const [full, empty] = [new Channel<number>(), new Channel<number>()];
  const [feed, other] = [full.feed(1), empty.feed(1)];
  const waits = [feed.send(1), full.passed(), empty.take()];
  const outcome = Promise.allSettled(waits.map(async (wait) => wait));
  full.abort(reason);
  empty.abort(reason);
  expect(await outcome).toEqual([1, 2, 3].map(() => ({ status: 'rejected', reason })));
  expect(() => other.send(2)).toThrow('stop');
  expect(() => empty.take()).toThrow('stop');
});

test('what other feeds send is held until all early feeds have ended, and its senders wait when they are full', async () => {
  const channel = new Channel<string>();
  const [late, early] = [channel.feed(1), channel.feed(5, true)];
  const full = late.send('late');
  expect(full).toBeInstanceOf(Promise);
  expect(channel.passed()).toEqual(Promise.resolve());
  void early.send('early');
  expect(await channel.take()).toBe('early');
  const next = channel.take();
  early.end();
  late.end();
  expect(await next).toBe('late');
  await full;
  expect(await channel.take()).toBeUndefined();
});
