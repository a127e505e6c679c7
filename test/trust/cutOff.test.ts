import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunStore } from '../../flows/engine/runStore.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { trustFixture, writeDocument, type Ran, type TrustFixture } from './trustFixture.ts';

interface Death {
  readonly call: 'intend' | 'settle' | 'saveCheckpoint';
  readonly n: number;
}

/** A store whose process dies right after the n-th call of a kind: nothing is kept of what comes then. */
function dying(store: RunStore, { call, n }: Death): RunStore {
  let calls = 0;
  let isDead = false;
  const one = (name: string, plain: (...values: unknown[]) => unknown) => (...values: unknown[]): unknown => {
    if (isDead) throw new Error('dead');
    const result = plain(...values);
    if (name !== call || ++calls < n) return result;
    isDead = true;
    throw new Error('dead');
  };
  return Object.fromEntries(Object.entries(store).map(([name, value]) => [name, typeof value === 'function' ? one(name, value as (...values: unknown[]) => unknown) : value])) as unknown as RunStore;
}

/** Runs until it dies, then resumes. */
async function cutOff(here: TrustFixture, settings: Record<string, unknown>, rows: Parameters<TrustFixture['run']>[1], death: Death, document?: FlowDocument): Promise<Ran> {
  const request = { run: 'cut', ...(document ? { document } : {}) };
  expect((await here.run(settings, rows, request, { store: dying(here.store, death) })).finished.state).toBe('failed');
  return here.run(settings, rows, { ...request, isResumed: true });
}

const names = async (here: TrustFixture): Promise<string[]> => (await here.query("SELECT LastName FROM Lead WHERE Company = 'Acme' AND IsDeleted = false")).map(({ LastName }) => String(LastName)).sort();

const people = Array.from({ length: 50 }, (_, at) => ({ LastName: `New ${String(at).padStart(2, '0')}`, Company: 'Acme' }));
const all = people.map(({ LastName }) => LastName);
const insert = { object: 'Lead', operation: 'insert', api: 'rest', batchSize: 10, parallel: 1 };

test('of inserts that nothing tells from others, only those of the call that was under way are in doubt, by name', async () => {
  const here = await trustFixture();
  // The second call has been answered, the third has just been announced: whether it went out nobody knows.
  const { finished, rejected } = await cutOff(here, insert, people, { call: 'intend', n: 3 });
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 50, written: 40, rejected: 10 } } });
  expect(rejected.map(({ code, row }) => [code, row[0]])).toEqual(all.slice(20, 30).map((name) => ['inDoubt', name]));
  expect(await names(here)).toEqual(all.filter((name) => !all.slice(20, 30).includes(name)));
});

test('what was answered before the run was cut off is known, and what had not gone out is sent', async () => {
  const here = await trustFixture();
  const { finished } = await cutOff(here, insert, people, { call: 'settle', n: 3 });
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 50, written: 50, rejected: 0 } } });
  expect(await names(here)).toEqual(all);
});

const node = (type: string, settings: Record<string, unknown>) => ({ type, version: definitions[type]!.version, settings });

/** A flow that keeps no checkpoint before its end: a node of it holds all rows, or its source is read in one piece. */
function document(way: 'sorted' | 'json', settings: Record<string, unknown>, columns: readonly string[]): FlowDocument {
  const plain = writeDocument(settings);
  const { read, write } = plain.nodes as Record<'read' | 'write', FlowDocument['nodes'][string]>;
  if (way === 'json') return { ...plain, nodes: { read: node('jsonRead', { file: 'rows.json', columns: columns.map((name) => ({ name, type: 'text' })) }), write } };
  const sort = node('sortRows', { keys: [{ column: 'LastName' }] });
  return { ...plain, nodes: { read, sort, write }, edges: [{ from: 'read.out', to: 'sort.in' }, { from: 'sort.out', to: 'write.in' }] };
}

const keyed = people.map((row, at) => ({ External_Key__c: `CUT-${at}`, ...row }));
const upsert = { object: 'Lead', operation: 'upsert', key: 'External_Key__c', api: 'rest', batchSize: 10, parallel: 1 };
const marked = { ...insert, marker: 'External_Key__c' };
/** Of inserts that nothing tells from others, those that were announced are in doubt (above). */
const answered = [{ call: 'settle', n: 1 }] as const;
const announcedOrAnswered = [{ call: 'intend', n: 1 }, ...answered] as const;

test.each([
  ['sorts', 'sorted', 'upserts', upsert, keyed, announcedOrAnswered],
  ['sorts', 'sorted', 'inserts', insert, people, answered],
  ['sorts', 'sorted', 'inserts with a marker', marked, people, announcedOrAnswered],
  ['reads JSON', 'json', 'upserts', upsert, keyed, announcedOrAnswered],
  ['reads JSON', 'json', 'inserts', insert, people, answered],
] as const)('a flow that %s (%s) begins again when it is resumed: its %s are neither lost nor doubled, and none is in doubt', async (_title, way, _what, settings, rows, deaths) => {
  for (const death of deaths) {
    const here = await trustFixture();
    writeFileSync(join(here.folder, 'rows.json'), JSON.stringify(rows));
    const { finished } = await cutOff(here, settings, rows, death, document(way, settings, Object.keys(rows[0]!)));
    expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 50, written: 50, rejected: 0 } } });
    expect(await names(here)).toEqual(all);
  }
});
