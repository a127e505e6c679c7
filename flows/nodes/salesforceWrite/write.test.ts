import { describe, expect, test } from 'vitest';
import { trustFixture, type TrustFixture } from '../../../test/trust/trustFixture.ts';
import { definition } from './definition.ts';
import { bulkFrom, restOnly } from './settings.ts';

const opportunity = { StageName: 'Prospecting', CloseDate: '2026-12-31' };

describe('parents are found by fields that are no external ids', () => {
  test.each(['rest', 'bulk'])('a record type by its developer name, an owner by user name or e-mail, as %s', async (api) => {
    const here = await trustFixture();
    const settings = { object: 'Opportunity', operation: 'upsert', key: 'External_Key__c', api };
    const [user] = await here.query('SELECT Id, Username, Email FROM User WHERE IsActive = true ORDER BY Id DESC LIMIT 1');
    const row = (at: number, type: string, owner: unknown) => ({ External_Key__c: `O-${at}`, Name: `Deal ${at}`, ...opportunity, 'RecordType.DeveloperName': type, 'Owner.Username': String(owner) });
    const rows = [row(0, 'Renewal', user!['Username']), row(1, 'new_business', String(user!['Username']).toUpperCase()), row(2, 'Support', user!['Username']), row(3, 'Renewal', 'nobody@sluice.example')];
    const { finished, rejected } = await here.run(settings, rows);
    expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 4, written: 2, rejected: 2 } } });
    expect(rejected.map(({ code, message }) => [code, message])).toEqual([
      ['parentNotFound', 'There is no RecordType with the DeveloperName "Support" (column "RecordType.DeveloperName").'],
      ['parentNotFound', 'There is no User with the Username "nobody@sluice.example" (column "Owner.Username").'],
    ]);
    const soql = "SELECT Name, RecordType.DeveloperName, OwnerId FROM Opportunity WHERE External_Key__c LIKE 'O-%' ORDER BY Name";
    expect((await here.query(soql)).map((record) => ({ ...record, RecordType: (record['RecordType'] as { DeveloperName: string }).DeveloperName }))).toEqual([
      { Name: 'Deal 0', RecordType: 'Renewal', OwnerId: user!['Id'] },
      { Name: 'Deal 1', RecordType: 'New_Business', OwnerId: user!['Id'] },
    ]);
    // The same again changes nothing: it is the Ids that are compared.
    expect((await here.run(settings, rows.slice(0, 2))).finished.nodes['write']).toMatchObject({ unchanged: 2 });
  });

  test('an owner that is a queue; two parents with the same value are not guessed between', async () => {
    const here = await trustFixture();
    const settings = { object: 'Lead', operation: 'insert' };
    const queued = await here.run(settings, [{ LastName: 'Queued', Company: 'Acme', 'Owner.DeveloperName': 'New_Leads' }]);
    expect(queued.finished.nodes['write']).toMatchObject({ written: 1 });
    expect(await here.query("SELECT Owner.Name FROM Lead WHERE LastName = 'Queued'")).toMatchObject([{ Owner: { Name: 'New Leads' } }]);
    for (const _ of [1, 2]) await here.call('POST', '/services/data/v60.0/sobjects/Account', { Name: 'Twins' });
    const { rejected } = await here.run({ object: 'Contact', operation: 'insert' }, [{ LastName: 'Ash', 'Account.Name': 'Twins' }]);
    expect(rejected).toMatchObject([{ code: 'parentNotUnique', message: '2 records of Account have the Name "Twins" (column "Account.Name").' }]);
  });

  test('a field that no parent has stops the run before anything is sent', async () => {
    const here = await trustFixture();
    const { finished } = await here.run({ object: 'Contact', operation: 'insert' }, [{ LastName: 'Ash', 'Account.Nowhere__c': 'x' }]);
    expect(finished).toMatchObject({ state: 'failed', error: { kind: 'settings', code: 'columnsAreNoFields', message: 'Account has no field "Nowhere__c" (column "Account.Nowhere__c").' } });
  });
});

test.each(['rest', 'bulk'])('an upsert by Id changes the record of an Id, makes one where the Id is blank, and rejects an Id that is not there; as %s', async (api) => {
  const here = await trustFixture();
  const id = '00Q000000000001EAA';
  const rows = [{ Id: id, LastName: 'Known', Company: 'Acme' }, { Id: null, LastName: 'New', Company: 'Acme' }, { Id: '00Q000000009999EAA', LastName: 'Nobody', Company: 'Acme' }];
  const { finished, rejected } = await here.run({ object: 'Lead', operation: 'upsert', key: 'Id', api }, rows);
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { written: 2, rejected: 1 } } });
  expect(rejected.map(({ code }) => code)).toEqual(['noMatch']);
  expect(await here.query("SELECT LastName FROM Lead WHERE Company = 'Acme' ORDER BY LastName")).toEqual([{ LastName: 'Known' }, { LastName: 'New' }]);
});

test.each(['rest', 'bulk'])('a blank cell leaves its field as it is, or clears it where that is said; as %s', async (api) => {
  const here = await trustFixture();
  const Id = '00Q000000000001EAA';
  const phone = async (): Promise<unknown> => (await here.query(`SELECT Phone FROM Lead WHERE Id = '${Id}'`))[0]!['Phone'];
  const settings = { object: 'Lead', operation: 'update', api };
  await here.run(settings, [{ Id, LastName: 'Ash', Phone: '123' }]);
  await here.run(settings, [{ Id, LastName: 'Birch', Phone: null }]);
  expect(await phone()).toBe('123');
  await here.run({ ...settings, blanks: 'clear' }, [{ Id, LastName: 'Cedar', Phone: null }]);
  expect(await phone()).toBeNull();
});

test('all or none: a record that is refused takes back those of its call, and no other call', async () => {
  const here = await trustFixture();
  const lead = (LastName: string, Email = '') => ({ LastName, Company: 'Acme', Email });
  const rows = [lead('A'), lead('B', 'no address'), lead('C'), lead('D')];
  const { finished, rejected } = await here.run({ object: 'Lead', operation: 'insert', allOrNone: true, batchSize: 2, parallel: 1 }, rows);
  expect(finished.nodes['write']).toMatchObject({ written: 2, rejected: 2 });
  expect(rejected.map(({ code }) => code).sort()).toEqual(['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'INVALID_EMAIL_ADDRESS']);
  expect(await here.query("SELECT LastName FROM Lead WHERE Company = 'Acme' ORDER BY LastName")).toEqual([{ LastName: 'C' }, { LastName: 'D' }]);
});

test('what the Bulk API has no word for goes by REST whatever the number, or is refused where Bulk is asked for', () => {
  const settings = (more: object) => definition.settings.parse({ connection: 'demo', object: 'Lead', operation: 'insert', ...more });
  expect(bulkFrom(settings({}))).toBe(2001);
  for (const more of [{ allOrNone: true }, { duplicates: 'allow' }, { assignmentRule: 'FALSE' }]) {
    expect(bulkFrom(settings(more))).toBe(Infinity);
    expect(definition.check!(settings({ ...more, api: 'bulk' }), [undefined])).toMatchObject([{ code: 'notByBulk', path: ['api'] }]);
    expect(definition.check!(settings(more), [undefined])).toEqual([]);
  }
  expect(restOnly(settings({ assignmentRule: '01Q000000000001AAA' }))).toEqual([]);
  expect(definition.check!(settings({ assignmentRule: 'maybe' }), [undefined])).toMatchObject([{ code: 'assignmentRuleUnknown' }]);
});

test('a row that the org refuses is rejected with its code, its words and its fields', async () => {
  const here: TrustFixture = await trustFixture();
  const { rejected } = await here.run({ object: 'Lead', operation: 'insert' }, [{ LastName: 'Ash', Company: 'Acme', Email: 'no address' }]);
  expect(rejected).toMatchObject([{ code: 'INVALID_EMAIL_ADDRESS', message: 'Email: invalid email address: no address' }]);
});

test('records that stay locked when a bulk job ends go again in a job of their own', async () => {
  const here = await trustFixture();
  const lead = (at: number, LastName: string) => ({ External_Key__c: `L-${at}`, LastName, Company: 'Acme' });
  const rows = Array.from({ length: 30 }, (_, at) => lead(at, `Old ${at}`));
  const settings = { object: 'Lead', operation: 'upsert', key: 'External_Key__c', api: 'bulk' };
  await here.run(settings, rows);
  await here.fault({ kind: 'lock', times: 40 });
  const { finished } = await here.run(settings, rows.map((_, at) => lead(at, `New ${at}`)));
  expect(finished.nodes['write']).toMatchObject({ written: 30, rejected: 0 });
  expect(await here.query("SELECT Id FROM Lead WHERE LastName LIKE 'New %' AND Company = 'Acme'")).toHaveLength(30);
});

test.each([
  ['rest', {}, 25],
  ['rest', { allOrNone: true }, 20],
  ['bulk', {}, 25],
] as const)('a full org stops the run instead of rejecting row by row; resumed, it writes the rest and nothing twice; as %s %o', async (api, more, fits) => {
  const here = await trustFixture();
  const rows = Array.from({ length: 60 }, (_, at) => ({ External_Key__c: `L-${at}`, LastName: `Lead ${at}`, Company: 'Acme' }));
  const settings = { object: 'Lead', operation: 'insert', batchSize: 10, parallel: 1, api, ...more };
  await here.fault({ kind: 'full', room: 25 });
  const stopped = await here.run(settings, rows, { run: 'full' });
  expect(stopped.finished).toMatchObject({
    state: 'failed',
    error: { kind: 'service', code: 'orgFull', message: 'The org behind "demo" has no room for more records (STORAGE_LIMIT_EXCEEDED: storage limit exceeded).', hint: expect.stringContaining('then resume the run') as string },
    nodes: { write: { written: fits, rejected: 0 } },
  });
  await here.call('DELETE', '/demo/faults');
  const { finished } = await here.run(settings, rows, { run: 'full', isResumed: true });
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { in: 60, written: 60, rejected: 0 } } });
  const names = (await here.query("SELECT LastName FROM Lead WHERE Company = 'Acme'")).map(({ LastName }) => LastName);
  expect([names.length, new Set(names).size]).toEqual([60, 60]);
});

test.each([
  ['a field that is no key', 'Company', 'Lead.Company is no key: the org finds records by external ids.'],
  ['a field that is not there', 'Kye__c', 'Lead has no field "Kye__c" to find records by.'],
])('an upsert by %s is refused before anything is sent, and the keys are named', async (_name, key, message) => {
  const here = await trustFixture();
  const { finished } = await here.run({ object: 'Lead', operation: 'upsert', key }, [{ [key]: 'x', LastName: 'Ash' }]);
  expect(finished.error).toMatchObject({ kind: 'settings', code: 'keyUnknown', message, hint: 'Keys of Lead: Id, Email, External_Key__c.', where: { path: ['key'] } });
});

test.each(['rest', 'bulk'])('a value that is not what its field holds rejects its row before anything is sent, with the value and what to do; as %s', async (api) => {
  const here = await trustFixture();
  const row = (more: Readonly<Record<string, string>>) => ({ LastName: 'Ash', Company: 'Acme', AnnualRevenue: '12.5', HasOptedOutOfEmail: 'true', ...more });
  const { finished, rejected } = await here.run({ object: 'Lead', operation: 'insert', api }, [row({}), row({ AnnualRevenue: 'many' }), row({ HasOptedOutOfEmail: 'perhaps' })]);
  expect(rejected.map(({ code, message }) => [code, message])).toEqual([
    ['valueUnfit', 'AnnualRevenue is "many", which is no number.'],
    ['valueUnfit', 'HasOptedOutOfEmail is "perhaps", which is neither true nor false.'],
  ]);
  expect(finished.nodes['write']).toMatchObject({ in: 3, written: 1, rejected: 2 });
});
