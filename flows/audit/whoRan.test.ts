import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { auditLog } from './auditLog.ts';
import { whoRan } from './whoRan.ts';

test('who ran a run stands in the audit log: each person and each user of an org once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const now = (): Date => new Date('2026-03-01T08:00:00Z');
  const [ada, bo] = ['ada', 'bo'].map((user) => auditLog(folder, { now, who: { user, host: 'desk' } }));
  const connection = { name: 'crm', system: 'salesforce', environment: 'sandbox', user: 'ada@acme.example' } as const;
  ada!.add({ action: 'runStarted', run: 'one' });
  ada!.add({ action: 'connectionUsed', run: 'one', connection });
  bo!.add({ action: 'runStarted', run: 'two' });
  bo!.add({ action: 'runResumed', run: 'one' });
  ada!.add({ action: 'runResumed', run: 'one' });
  bo!.add({ action: 'connectionUsed', run: 'one', connection });

  expect(await whoRan(folder, 'one')).toEqual({
    people: [{ user: 'ada', host: 'desk', at: '2026-03-01T08:00:00.000Z' }, { user: 'bo', host: 'desk', at: '2026-03-01T08:00:00.000Z' }],
    connections: [connection],
  });
  expect(await whoRan(folder, 'none')).toEqual({ people: [], connections: [] });
});
