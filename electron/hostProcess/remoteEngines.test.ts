import { expect, test } from 'vitest';
import type { Port } from '../../host/rpc/contract.ts';
import type { MessageToMain } from '../shell/shellMessages.ts';
import { remoteEngines } from './remoteEngines.ts';

/** A port whose far end is the test. */
function farPort() {
  const posted: unknown[] = [];
  let say: (message: unknown) => void = () => {};
  let isClosed = false;
  const port: Port = {
    post: (message) => { posted.push(message); },
    listen: (onMessage) => { say = onMessage; },
    close: () => { isClosed = true; },
  };
  return { port, posted, say: (message: unknown) => { say(message); }, isClosed: () => isClosed };
}

function open() {
  const asked: MessageToMain[] = [];
  return { asked, engines: remoteEngines((message) => { asked.push(message); }) };
}

test('what is posted before the engine is there waits, in order', () => {
  const { asked, engines } = open();
  const engine = engines.launch();
  engine.post('one');
  engine.post('two');
  expect(asked).toEqual([{ type: 'launchEngine', engine: 1 }]);
  const { port, posted } = farPort();
  engines.started(1, port);
  engine.post('three');
  expect(posted).toEqual(['one', 'two', 'three']);
});

test('messages and the exit of each engine reach its own listener', () => {
  const { engines } = open();
  const heard: unknown[] = [];
  const ports = [farPort(), farPort()] as const;
  for (const [index, { port }] of ports.entries()) {
    const engine = engines.launch();
    engine.onMessage((message) => { heard.push([index, message]); });
    engine.onExit((code) => { heard.push([index, 'ended', code]); });
    engines.started(index + 1, port);
  }
  ports[1].say('hello');
  engines.exited(1, 7);
  expect(heard).toEqual([[1, 'hello'], [0, 'ended', 7]]);
  expect([ports[0].isClosed(), ports[1].isClosed()]).toEqual([true, false]);
});

test('an engine is killed by main', () => {
  const { asked, engines } = open();
  engines.launch().kill();
  expect(asked.at(-1)).toEqual({ type: 'killEngine', engine: 1 });
});

test('an engine that ended before its port came is told, and the port is closed', () => {
  const { engines } = open();
  const codes: (number | null)[] = [];
  engines.launch().onExit((code) => { codes.push(code); });
  engines.exited(1, 1);
  const { port, isClosed } = farPort();
  engines.started(1, port);
  expect(codes).toEqual([1]);
  expect(isClosed()).toBe(true);
});
