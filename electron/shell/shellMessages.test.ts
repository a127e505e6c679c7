import { describe, expect, test } from 'vitest';
import { messageToHost, messageToMain } from './shellMessages.ts';

describe('what crosses between main and the host process is checked', () => {
  test.each([
    { type: 'ask', id: 1, request: { name: 'pickFile', input: { title: 'Open', extensions: ['csv'] } } },
    { type: 'ask', id: 2, request: { name: 'reveal', input: { path: '/tmp/a.csv' } } },
    { type: 'launchEngine', engine: 1 },
    { type: 'ready' },
  ])('main takes $type', (message) => {
    expect(messageToMain.parse(message)).toEqual(message);
  });

  test.each([
    ['an unknown request', { type: 'ask', id: 1, request: { name: 'execute', input: { command: 'rm' } } }],
    ['a request without its input', { type: 'ask', id: 1, request: { name: 'openExternal' } }],
    ['a broken id', { type: 'launchEngine', engine: '1' }],
    ['an unknown message', { type: 'eval', code: '1' }],
    ['nothing', null],
  ])('main refuses %s', (_what, message) => {
    expect(() => messageToMain.parse(message)).toThrow();
  });

  test('what is not part of a message is left behind', () => {
    expect(messageToHost.parse({ type: 'window', extra: 1 })).toEqual({ type: 'window' });
  });
});
