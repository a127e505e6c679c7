import { describe, expect, test } from 'vitest';
import { sessionKeeper, type Credentials } from './sessionKeeper.ts';

const start: Credentials = { name: 'acme', system: 'salesforce', environment: 'sandbox', settings: {}, secrets: { accessToken: 'token0', refreshToken: 'r' } };

/** A keeper over a store of one connection; the system gives token1, token2, … */
function setUp(first: Credentials = start) {
  const state = { stored: first, made: 0, now: 0 };
  const keeper = sessionKeeper(
    {
      canRenew: ({ secrets }) => secrets['refreshToken'] !== undefined,
      renew: async () => ({ settings: {}, secrets: { accessToken: `token${++state.made}` } }),
    },
    () => state.now,
  );
  const place = { name: 'acme', read: async () => state.stored, keep: async (renewed: Credentials) => void (state.stored = renewed) };
  const ask = (refused?: string) => keeper.withSession(place, refused);
  return { state, ask };
}

describe('the session of a connection', () => {
  test('is the one there is, as long as nobody refuses it', async () => {
    const { state, ask } = setUp();
    expect((await ask()).secrets['accessToken']).toBe('token0');
    expect(state.made).toBe(0);
  });

  test('that was refused is replaced once for all who ask at the same time, and kept', async () => {
    const { state, ask } = setUp();
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask('token0')));
    expect(new Set(answers.map(({ secrets }) => secrets['accessToken']))).toEqual(new Set(['token1']));
    expect(state.made).toBe(1);
    expect(state.stored.secrets).toEqual({ accessToken: 'token1', refreshToken: 'r' });
  });

  test('that was replaced meanwhile is given, not replaced again', async () => {
    const { state, ask } = setUp();
    await ask('token0');
    expect((await ask('token0')).secrets['accessToken']).toBe('token1');
    expect(state.made).toBe(1);
  });

  test('is made at first use where there is none', async () => {
    const { state, ask } = setUp({ ...start, secrets: { refreshToken: 'r' } });
    expect((await ask()).secrets['accessToken']).toBe('token1');
    expect(state.made).toBe(1);
  });

  test('is not made in a circle: the fourth refusal within a minute is the end, a minute later it may go on', async () => {
    const { state, ask } = setUp();
    for (let round = 0; round < 3; round++) await ask(`token${round}`);
    await expect(ask('token3')).rejects.toMatchObject({ kind: 'service', code: 'loginLoop', message: expect.stringContaining('"acme" refused 3 new sessions') });
    expect(state.made).toBe(3);
    state.now += 60_000;
    expect((await ask('token3')).secrets['accessToken']).toBe('token4');
  });
});
