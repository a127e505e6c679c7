import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openGate } from './orgGate.ts';
import { joinTalkers } from './talkers.ts';

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-talkers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const { signal } = new AbortController();

test('runs see one another whatever their connections are called, and orgs are counted each for itself', async () => {
  const orgs = dataFolder();
  const first = await joinTalkers(join(orgs, 'crm'), 'acme.my.salesforce.com');
  const second = await joinTalkers(join(orgs, 'crmAsAdmin'), 'acme.my.salesforce.com');
  const other = await joinTalkers(join(orgs, 'crm'), 'other.my.salesforce.com:443');
  expect([second.count(), other.count()]).toEqual([2, 1]);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
  onTestFinished(() => void vi.restoreAllMocks());
  await expect.poll(() => first.count()).toBe(2);
  await second.leave();
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
  await expect.poll(() => first.count()).toBe(1);
});

test('a process that was killed does not count, and its file goes', async () => {
  const orgs = dataFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const place = join(orgs, '.talking', 'acme');
  await (await joinTalkers(join(orgs, 'crm'), 'acme')).leave();
  writeFileSync(join(place, `${pid}.abc`), '');
  const talkers = await joinTalkers(join(orgs, 'crm'), 'acme');
  expect(talkers.count()).toBe(1);
  expect(readdirSync(place)).toHaveLength(1);
});

test('they share the slots, and each has two at least', async () => {
  const taken = async (talkers: number): Promise<number> => {
    const gate = openGate({ talkers: () => talkers });
    let count = 0;
    for (let call = 0; call < 30; call++) void gate.enter(signal).then(() => count++);
    await new Promise((resolve) => setImmediate(resolve));
    return count;
  };
  expect([await taken(1), await taken(2), await taken(3), await taken(40)]).toEqual([20, 10, 6, 2]);
});

test('who waits comes on when another run has ended', async () => {
  let talkers = 3;
  const gate = openGate({ slots: 6, talkers: () => talkers });
  const [first] = [await gate.enter(signal), await gate.enter(signal)];
  let came = 0;
  for (let call = 0; call < 4; call++) void gate.enter(signal).then(() => came++);
  talkers = 1;
  first();
  await new Promise((resolve) => setImmediate(resolve));
  expect(came).toBe(4);
});
