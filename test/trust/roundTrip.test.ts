import { expect, test } from 'vitest';
import { seededRandom } from '../../flows/kit/seededRandom.ts';
import { trustFixture, type TrustFixture } from './trustFixture.ts';

/** In full by `npm run test:crash`: a hundred flows and states of an org, and a large round trip; else a few. */
const isFull = process.env['SLUICE_CRASH_POINTS'] !== undefined;

type Lead = Record<string, string | number | null>;

const fields = 'External_Key__c, LastName, Company, Phone, AnnualRevenue, IsDeleted';
const names = ['Ash', 'Birch', ' Cedar ', 'Dogwood', 'elm', 'Fir\tx', "O'Neil", 'Zoë'];

/** The leads that are there, by key. */
async function snapshot(here: TrustFixture, prefix: string): Promise<Map<string, Lead>> {
  const records = await here.query(`SELECT Id, ${fields} FROM Lead WHERE External_Key__c LIKE '${prefix}%' AND IsDeleted = false`);
  return new Map(records.map((record): [string, Lead] => [String(record['External_Key__c']), record as Lead]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Without the ids, which are others where a record was made anew. */
function values(leads: ReadonlyMap<string, Lead>): string[] {
  return [...leads.values()].map(({ Id: _id, ...lead }) => JSON.stringify(lead));
}

async function create(here: TrustFixture, leads: readonly Lead[]): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < leads.length; at += 200) {
    const records = leads.slice(at, at + 200).map((lead) => ({ attributes: { type: 'Lead' }, ...lead }));
    ids.push(...((await here.call('POST', '/services/data/v60.0/composite/sobjects', { allOrNone: true, records })) as { id: string }[]).map(({ id }) => id));
  }
  return ids;
}

/** What somebody else does meanwhile: changes records, deletes records, takes some out of the recycle bin. */
async function meddle(here: TrustFixture, { changed, deleted, undeleted }: { readonly changed: readonly string[]; readonly deleted: readonly string[]; readonly undeleted: readonly string[] }): Promise<void> {
  const parts = (ids: readonly string[]): string[][] => Array.from({ length: Math.ceil(ids.length / 200) }, (_, at) => ids.slice(at * 200, at * 200 + 200));
  const isDone = (results: unknown): void => expect((results as { success: boolean }[]).every(({ success }) => success)).toBe(true);
  for (const ids of parts(changed)) isDone(await here.call('PATCH', '/services/data/v60.0/composite/sobjects', { records: ids.map((Id) => ({ attributes: { type: 'Lead' }, Id, LastName: 'Theirs' })) }));
  for (const ids of parts(deleted)) isDone(await here.call('DELETE', `/services/data/v60.0/composite/sobjects?ids=${ids.join(',')}`));
  const settings = { object: 'Lead', operation: 'undelete' };
  if (undeleted.length > 0) expect((await here.run(settings, undeleted.map((Id) => ({ Id })))).finished.nodes['write']).toMatchObject({ written: undeleted.length });
}

const everyThird = <T>(items: readonly T[]): T[] => items.filter((_, at) => at % 3 === 0);

const others = {
  nobody: { changes: false, deletes: false },
  'somebody who changed a third of the rows': { changes: true, deletes: false },
  'somebody who deleted or undeleted a third of the rows': { changes: false, deletes: true },
};

test.each(Object.entries(others))('a load of inserts, updates and deletes that is undone after %s leaves the org as it was, but for what that one did', async (_who, { changes, deletes }) => {
  const here = await trustFixture(':memory:', isFull);
  // A third each: new records, changed ones, deleted ones; in full 100,000 rows.
  const count = isFull ? 33_334 : 120;
  const lead = (at: number, LastName: string): Lead => ({ External_Key__c: `R-${String(at).padStart(6, '0')}`, LastName, Company: 'Acme', AnnualRevenue: at });
  const numbers = Array.from({ length: count }, (_, at) => at);
  const old = await create(here, numbers.map((at) => lead(at, `Old ${at}`)));
  const doomed = await create(here, numbers.map((at) => lead(count * 2 + at, `Doomed ${at}`)));
  const before = await snapshot(here, 'R-');
  expect(before.size).toBe(count * 2);

  const upsert = { object: 'Lead', operation: 'upsert', key: 'External_Key__c' };
  const remove = { object: 'Lead', operation: 'delete' };
  const load = await here.run(upsert, Array.from({ length: count * 2 }, (_, at) => lead(at, `New ${at}`)));
  expect(load.finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: count * 2, written: count * 2 } } });
  const gone = await here.run(remove, doomed.map((Id) => ({ Id })));
  expect(gone.finished.nodes['write']).toMatchObject({ in: count, written: count });

  const wasThere = new Set(old);
  const made = [...(await snapshot(here, 'R-')).values()].map(({ Id }) => String(Id)).filter((id) => !wasThere.has(id));
  const theirs = {
    changed: changes ? [...everyThird(old), ...everyThird(made)] : [],
    deleted: deletes ? [...everyThird(old), ...everyThird(made)] : [],
    undeleted: deletes ? everyThird(doomed) : [],
  };
  await meddle(here, theirs);
  const left = await snapshot(here, 'R-');

  const backDeletes = await here.run(remove, [{ Id: 'x' }], { undoes: gone.run });
  expect(backDeletes.finished.nodes['write']).toMatchObject({ in: count, written: count - theirs.undeleted.length, unchanged: theirs.undeleted.length, rejected: 0 });
  const backLoad = await here.run(upsert, [{ a: 1 }], { undoes: load.run });
  // Exactly what they changed is in conflict, and what they deleted of ours; a new record that they deleted is gone, as it was before.
  const conflicts = changes ? theirs.changed.length : deletes ? everyThird(old).length : 0;
  const already = deletes ? everyThird(made).length : 0;
  expect(backLoad.finished.nodes['write']).toMatchObject({ in: count * 2, written: count * 2 - conflicts - already, unchanged: already, rejected: conflicts });
  expect(backLoad.rejected.every(({ code }) => code === (changes ? 'changedSince' : 'recordGone'))).toBe(true);
  // Record by record: theirs as they left it, everything else as it was.
  const touched = new Set([...theirs.changed, ...theirs.deleted]);
  const expected = new Map(before);
  for (const [key, { Id }] of before) if (touched.has(String(Id))) expected.delete(key);
  for (const [key, record] of left) if (touched.has(String(record['Id']))) expected.set(key, record);
  expect(values(await snapshot(here, 'R-'))).toEqual(values(new Map([...expected].sort(([a], [b]) => (a < b ? -1 : 1)))));

  if (!changes) return;
  const forced = await here.run(upsert, [{ a: 1 }], { undoes: load.run, conflicts: { all: 'restore' } });
  expect(forced.finished.nodes['write']).toMatchObject({ written: theirs.changed.length, rejected: 0 });
  expect(values(await snapshot(here, 'R-'))).toEqual(values(before));
}, 900_000);

test.each(Array.from({ length: isFull ? 100 : 3 }, (_, seed) => seed))('seeded flow %i: what is applied is what was planned, row by row', async (seed) => {
  const random = seededRandom(seed + 1);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const here = await trustFixture();
  const prefix = `P${seed}-`;
  const lead = (at: number): Lead => ({ External_Key__c: `${prefix}${at}`, LastName: pick(names), Company: 'Acme', Phone: pick(['1', '2', null]), AnnualRevenue: pick([1, 2.5, null]) });
  const there = await create(here, Array.from({ length: 30 }, (_, at) => lead(at)));
  const operation = pick(['insert', 'update', 'upsert', 'delete'] as const);
  const settings = { object: 'Lead', operation, key: operation === 'upsert' ? 'External_Key__c' : '', blanks: pick(['ignore', 'clear'] as const), batchSize: pick([1, 7, 200]), api: pick(['rest', 'bulk'] as const) };
  const rows = Array.from({ length: 60 }, (): Lead => {
    const { External_Key__c: key, ...rest } = lead(Math.floor(random() * 60));
    if (operation === 'delete') return { Id: random() < 0.1 ? '00Q000000000000AAA' : pick(there) };
    if (operation === 'update') return { Id: random() < 0.1 ? null : pick(there), ...rest };
    return { External_Key__c: random() < 0.05 ? null : key!, ...rest };
  });

  const plan = await here.run(settings, rows, { mode: 'plan' });
  const planned = here.store.readChanges(plan.run, { offset: 0, limit: 1000 }).rows.map(({ entry }) => entry);
  const applied = await here.run(settings, rows, { applies: plan.run });
  expect(applied.finished.state).toBe('succeeded');
  const sent = here.store.readChanges(applied.run, { offset: 0, limit: 1000 }).rows;
  const isWritten = ({ action }: { readonly action: string }): boolean => ['insert', 'update', 'delete'].includes(action);
  const plain = ({ action, key, fields: changes, print }: (typeof planned)[number]) => ({ action, key, changes, print });
  // A ledger has its rows as they went out: those of one kind and one parent together.
  const byPrint = (entries: typeof planned) => entries.map(plain).sort((a, b) => (a.print < b.print ? -1 : 1));
  expect(byPrint(sent.map(({ entry }) => entry))).toEqual(byPrint(planned.filter(isWritten)));
  // What the org itself refuses (a required field, a rule) no plan can know; everything else is what was said.
  const heldBack = applied.rejected.length - sent.filter(({ outcome }) => outcome?.state === 'rejected').length;
  expect(heldBack).toBe(planned.filter(({ action }) => action === 'rejected' || action === 'conflict' || action === 'noMatch').length);
  expect(applied.finished.nodes['write']!.unchanged).toBe(planned.filter(({ action }) => action === 'unchanged').length);
  for (const { entry, outcome } of sent) {
    if (outcome?.state !== 'written') continue;
    const [record] = await here.query(`SELECT ${fields} FROM Lead WHERE Id = '${outcome.id}'`);
    if (entry.action === 'delete') expect(record!['IsDeleted']).toBe(true);
    else for (const { name, after } of entry.fields) expect([entry.key, name, record![name]]).toEqual([entry.key, name, after]);
  }
}, 60_000);
