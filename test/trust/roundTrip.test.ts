import { expect, test } from 'vitest';
import { seededRandom } from '../../flows/kit/seededRandom.ts';
import { trustFixture, type TrustFixture } from './trustFixture.ts';

/** In full by `npm run test:crash`: a hundred flows and states of an org, and a large round trip; else a few. */
const isFull = process.env['SLUICE_CRASH_POINTS'] !== undefined;

type Lead = Record<string, string | number | null>;

const fields = 'External_Key__c, LastName, Company, Phone, AnnualRevenue, IsDeleted';
const names = ['Ash', 'Birch', ' Cedar ', 'Dogwood', 'elm', 'Fir\tx', "O'Neil", 'Zoë'];

async function snapshot(here: TrustFixture, prefix: string): Promise<string[]> {
  const records = await here.query(`SELECT ${fields} FROM Lead WHERE External_Key__c LIKE '${prefix}%' AND IsDeleted = false ORDER BY External_Key__c`);
  return records.map((record) => JSON.stringify(record));
}

async function create(here: TrustFixture, leads: readonly Lead[]): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < leads.length; at += 200) {
    const records = leads.slice(at, at + 200).map((lead) => ({ attributes: { type: 'Lead' }, ...lead }));
    ids.push(...((await here.call('POST', '/services/data/v60.0/composite/sobjects', { allOrNone: true, records })) as { id: string }[]).map(({ id }) => id));
  }
  return ids;
}

async function change(here: TrustFixture, records: readonly Lead[]): Promise<void> {
  for (let at = 0; at < records.length; at += 200) {
    const part = records.slice(at, at + 200).map((lead) => ({ attributes: { type: 'Lead' }, ...lead }));
    await here.call('PATCH', '/services/data/v60.0/composite/sobjects', { allOrNone: true, records: part });
  }
}

test.each([{ others: 0 }, { others: 1 / 3 }])('a load of inserts, updates and deletes that is undone leaves the org as it was, but for what others changed ($others of it)', async ({ others }) => {
  const here = await trustFixture();
  // A third each: new records, changed ones, deleted ones; in full 100,000 rows.
  const count = isFull ? 33_334 : 120;
  const lead = (at: number, LastName: string): Lead => ({ External_Key__c: `R-${String(at).padStart(6, '0')}`, LastName, Company: 'Acme', AnnualRevenue: at });
  const numbers = Array.from({ length: count }, (_, at) => at);
  const changed = await create(here, numbers.map((at) => lead(at, `Old ${at}`)));
  const doomed = await create(here, numbers.map((at) => lead(count * 2 + at, `Doomed ${at}`)));
  const before = await snapshot(here, 'R-');

  const upsert = { object: 'Lead', operation: 'upsert', key: 'External_Key__c' };
  const remove = { object: 'Lead', operation: 'delete' };
  const load = await here.run(upsert, Array.from({ length: count * 2 }, (_, at) => lead(at, `New ${at}`)));
  expect(load.finished.nodes['write']).toMatchObject({ in: count * 2, written: count * 2 });
  const deletes = await here.run(remove, doomed.map((Id) => ({ Id })));
  expect(deletes.finished.nodes['write']).toMatchObject({ in: count, written: count });

  const isTheirs = (at: number): boolean => others > 0 && at % Math.round(1 / others) === 0;
  const made = (await here.query(`SELECT Id FROM Lead WHERE External_Key__c >= 'R-${String(count).padStart(6, '0')}' AND External_Key__c LIKE 'R-%' AND IsDeleted = false ORDER BY External_Key__c`)).map(({ Id }) => String(Id));
  const theirs = [...changed, ...made].filter((_, at) => isTheirs(at));
  await change(here, theirs.map((Id) => ({ Id, LastName: 'Theirs' })));
  const [undoneDeletes, undoneLoad] = [await here.run(remove, [{ Id: 'x' }], { undoes: deletes.run }), await here.run(upsert, [{ a: 1 }], { undoes: load.run })];
  expect(undoneDeletes.finished.nodes['write']).toMatchObject({ written: count, rejected: 0 });
  // Exactly theirs are conflicts, and they are as they left them.
  expect(undoneLoad.finished.nodes['write']).toMatchObject({ in: count * 2, written: count * 2 - theirs.length, rejected: theirs.length });
  expect(undoneLoad.rejected.every(({ code }) => code === 'changedSince')).toBe(true);
  expect((await here.query("SELECT Id FROM Lead WHERE LastName = 'Theirs' AND IsDeleted = false ORDER BY Id")).map(({ Id }) => Id)).toEqual(theirs.toSorted());

  const forced = await here.run(upsert, [{ a: 1 }], { undoes: load.run, conflicts: 'restore' });
  expect(forced.finished.nodes['write']).toMatchObject({ written: theirs.length });
  expect(await snapshot(here, 'R-')).toEqual(before);
}, 1_800_000);

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
  expect(sent.map(({ entry }) => plain(entry))).toEqual(planned.filter(isWritten).map(plain));
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
