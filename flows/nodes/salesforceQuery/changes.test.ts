import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { sourceContext } from '../../../test/nodes/sourceContext.ts';
import { ChangeTracker } from './changeProgress.ts';
import type { Settings } from './preparedQuery.ts';
import { run } from './run.ts';

const at = orgForTests();
const soql = "SELECT LastName FROM Lead WHERE Company = 'Changes Ltd'";
let said: string[] = [];
beforeEach(() => {
  said = [];
});

async function folderForTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-changes-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function write<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return at.org.request<T>({ method, path: `/sobjects/Lead${path}`, idempotent: false, ...(body === undefined ? {} : { body }) }, at.counters, at.signal);
}

/** One run: reads the changes, and ends well or breaks off. */
async function changes(folder: string, settings: Partial<Settings> = {}, { isPlan = false, breaks = false } = {}): Promise<string[]> {
  if (run.kind !== 'source') throw new Error('It is a source.');
  const stop = new AbortController();
  const things = new Map<string, Promise<object>>();
  const closers: (() => Promise<void>)[] = [];
  const context = sourceContext({ ...at.connection, folder }, { soql, changes: 'sinceLastRun', rememberAs: 'test', ...settings }, {
    isPlan,
    signal: stop.signal,
    log: (_level, message) => void said.push(message),
    shared: <T extends object>(key: string, open: () => Promise<T>, close?: (thing: T) => Promise<void>): Promise<T> => {
      const known = things.get(key) as Promise<T> | undefined;
      if (known) return known;
      const thing = open();
      things.set(key, thing);
      if (close) closers.unshift(async () => close(await thing));
      return thing;
    },
  });
  const names: string[] = [];
  for await (const batch of run.read(context, { id: 'all', spec: {} })) for (const row of batch.rows) names.push(String(batch.columns[0]!.value(row)));
  if (breaks) stop.abort();
  for (const close of closers) await close();
  return names.sort();
}

describe.each(['rest', 'bulk'] as const)('changes since the last run, as %s', (api) => {
  const ofThis = soql.replace('Changes', `Changes ${api}`);
  const lead = (name: string) => ({ LastName: name, Company: `Changes ${api} Ltd` });

  test('are all records first, then what is new or changed, and nothing twice although the runs overlap', async () => {
    const folder = await folderForTest();
    const settings = { soql: ofThis, api };
    const { id } = await write<{ id: string }>('POST', '', lead('one'));
    await write('POST', '', lead('two'));
    expect(await changes(folder, settings)).toEqual(['one', 'two']);
    expect(await changes(folder, settings)).toEqual([]);
    expect(said.at(-1)).toBe('2 records of the overlap were read by the last run already.');
    await write('POST', '', lead('three'));
    await write('PATCH', `/${id}`, { LastName: 'one again' });
    expect(await changes(folder, settings)).toEqual(['one again', 'three']);
    expect(await changes(folder, settings)).toEqual([]);
    await write('DELETE', `/${id}`);
    expect(await changes(folder, { ...settings, deleted: true, rememberAs: 'with deleted' })).toContain('one again');
  });
});

test('a run that breaks off, or only plans, moves nothing', async () => {
  const folder = await folderForTest();
  await write('POST', '', { LastName: 'kept', Company: 'Changes Ltd' });
  expect(await changes(folder, {}, { breaks: true })).toEqual(['kept']);
  expect(await changes(folder, {}, { isPlan: true })).toEqual(['kept']);
  expect(await changes(folder)).toEqual(['kept']);
  expect(await changes(folder)).toEqual([]);
});

test('another query begins anew, and so does another org', async () => {
  const folder = await folderForTest();
  const others = soql.replace('Changes', 'Others');
  await write('POST', '', { LastName: 'other', Company: 'Others Ltd' });
  await changes(folder, { soql: others });
  await changes(folder, { soql: `${others} AND LastName != null` });
  // What is remembered comes from an org with another id.
  const file = join(folder, 'changes', (await readdir(join(folder, 'changes')))[0]!);
  await writeFile(file, (await readFile(file, 'utf8')).replace('00D0', '00D9'));
  expect(await changes(folder, { soql: `${others} AND LastName != null` })).toEqual(['other']);
  expect(said.filter((line) => line.startsWith('Nothing was read as "test"'))).toHaveLength(3);
});

test('what is remembered of an overlap has an end', () => {
  const tracker = new ChangeTracker(undefined, 1000);
  for (let record = 0; record < 100_001; record++) tracker.isNew(5000, `row ${record}`);
  expect(tracker.progress('q')).toEqual({ query: 'q', until: 5000 });
  const ordered = new ChangeTracker(undefined, 1000);
  for (let record = 0; record < 20_000; record++) ordered.isNew(record, `row ${record}`);
  expect(ordered.progress('q')?.seen).toHaveLength(1001);
});
