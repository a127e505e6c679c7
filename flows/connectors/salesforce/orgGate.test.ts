import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Secret, type Connection } from '../../kit/connection.ts';
import { keptLimits } from './keptLimits.ts';
import { openGate, type OrgGate } from './orgGate.ts';
import { openOrg, type SalesforceOrg } from './salesforceOrg.ts';
import { sharedOrg, uncounted } from './sharedOrg.ts';

const { signal } = new AbortController();
const limits = { method: 'GET', path: '/limits', idempotent: true } as const;

async function orgThat(answer: (response: ServerResponse, call: number) => void): Promise<{ connection: Connection; asked: () => number; open: (gate?: OrgGate) => SalesforceOrg }> {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume();
    answer(response, ++calls);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection: Connection = { name: 'crm', system: 'salesforce', environment: 'sandbox', settings: { instanceUrl }, secrets: { accessToken: new Secret('token') } };
  const open = (gate?: OrgGate): SalesforceOrg => {
    const org = openOrg(connection, gate);
    onTestFinished(() => org.close());
    return org;
  };
  return { connection, asked: () => calls, open };
}

function ok(response: ServerResponse, used = 1, max = 1000): void {
  response.writeHead(200, { 'content-type': 'application/json', 'sforce-limit-info': `api-usage=${used}/${max}` }).end('{}');
}

describe("the day's calls of an org", () => {
  test('are used up to 80 %; then nothing new begins, and the error names the numbers and the setting', async () => {
    const { open, asked } = await orgThat((response) => ok(response, 800, 1000));
    const org = open();
    await org.request(limits, uncounted, signal);
    expect(org.limits()).toEqual({ used: 800, max: 1000, stopAt: 800, asOf: expect.any(Number) as number });
    await expect(org.request(limits, uncounted, signal)).rejects.toMatchObject({
      kind: 'service',
      code: 'callBudgetUsed',
      message: 'The org behind "crm" has used 800 of its 1,000 API calls of the last 24 hours; Sluice stops at 800 (80 %), so that others can still work.',
      hint: expect.stringContaining('stopAtPercent') as string,
    });
    expect(asked()).toBe(1);
  });

  test('may be used from the reserve by what has begun', async () => {
    const { open } = await orgThat((response) => ok(response, 950, 1000));
    const org = open();
    await org.request(limits, uncounted, signal);
    expect(await org.request({ ...limits, isFinishing: true }, uncounted, signal)).toEqual({});
  });

  test('are counted by the org, for all connections to it alike', async () => {
    const { open } = await orgThat((response) => ok(response, 800, 1000));
    const gate = openGate({ stopAtPercent: 80 });
    await open(gate).request(limits, uncounted, signal);
    await expect(open(gate).request(limits, uncounted, signal)).rejects.toMatchObject({ code: 'callBudgetUsed' });
  });

  test('are kept for whoever shows them, and stop where the connection says', async () => {
    const { connection } = await orgThat((response) => ok(response, 300, 1000));
    const folder = await mkdtemp(join(tmpdir(), 'sluice-limits-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const kept = { ...connection, folder, settings: { ...connection.settings, stopAtPercent: '25' } };
    const closers: (() => Promise<void>)[] = [];
    const things = new Map<string, Promise<object>>();
    const shared = <T extends object>(key: string, open: () => Promise<T>, close?: (thing: T) => Promise<void>): Promise<T> => {
      const thing = (things.get(key) as Promise<T> | undefined) ?? open();
      things.set(key, thing);
      closers.unshift(async () => close?.(await thing));
      return thing;
    };
    const org = await sharedOrg({ settings: { connection: 'crm' }, connection: () => Promise.resolve(kept), shared });
    await org.request(limits, uncounted, signal);
    await expect(org.request(limits, uncounted, signal)).rejects.toMatchObject({ data: { stopAt: 250 } });
    for (const close of closers) await close();
    expect(await keptLimits(kept)).toMatchObject({ used: 300, max: 1000, stopAt: 250 });
    expect(await keptLimits({})).toBeUndefined();
  });
});

describe('calls', () => {
  test('wait as long as the org asks for', async () => {
    const { open } = await orgThat((response, call) => {
      if (call > 1) return ok(response);
      response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('busy');
    });
    const started = performance.now();
    await open(openGate({ firstRetryMs: 1 })).request(limits, uncounted, signal);
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  test('are so many at a time, and no more', async () => {
    let now = 0;
    let most = 0;
    const { open } = await orgThat((response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        ok(response);
      }, 20);
    });
    const org = open(openGate({ slots: 3 }));
    await Promise.all(Array.from({ length: 12 }, () => org.request(limits, uncounted, signal)));
    expect(most).toBe(3);
  });

  test('that wait for their turn end when the run is cancelled', async () => {
    const { open } = await orgThat(() => undefined);
    const org = open(openGate({ slots: 1 }));
    const cancel = new AbortController();
    const asked = [org.request(limits, uncounted, cancel.signal), org.request(limits, uncounted, cancel.signal)];
    cancel.abort(new Error('cancelled'));
    expect(await Promise.allSettled(asked)).toEqual(asked.map(() => ({ status: 'rejected', reason: cancel.signal.reason as unknown })));
  });

  test('are no longer sent to an org that did not answer ten in a row', async () => {
    const { open, asked } = await orgThat((response) => response.destroy());
    const org = open();
    const once = { ...limits, method: 'POST', idempotent: false } as const;
    for (let call = 0; call < 10; call++) await expect(org.request(once, uncounted, signal)).rejects.toMatchObject({ code: 'orgUnreachable' });
    await expect(org.request(once, uncounted, signal)).rejects.toMatchObject({ kind: 'busy', code: 'orgResting', retryAfterMs: 5000 });
    expect(asked()).toBe(10);
  });

  test('too many long ones at a time are busy, and not the end of the day', async () => {
    const { open } = await orgThat((response, call) => {
      if (call > 1) return ok(response);
      const body = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentPerOrgLongTxn Limit exceeded.' }];
      response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    expect(await open().request(limits, uncounted, signal)).toEqual({});
  });
});
