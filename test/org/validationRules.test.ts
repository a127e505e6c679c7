import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Org, startOrg } from '../../demoOrg/startOrg.ts';
import { connect, refusalOf } from './orgFixture.ts';

let folder: string;
let org: Org;
let connection: Connection;

const rules = {
  Account: [
    { name: 'SiteForLarge', formula: 'AND(ISBLANK(Site), NumberOfEmployees > 1000)', message: 'A large account needs a site.', field: 'Site' },
    { name: 'RatingStays', formula: 'AND(ISCHANGED(Rating), ISPICKVAL(PRIORVALUE(Rating), "Hot"))', message: 'A hot account stays hot.' },
    { name: 'ParentSite', formula: 'AND(NOT(ISBLANK(ParentId)), Parent.Site <> Site)', message: 'The site is that of the parent.' },
    { name: 'OnlyAdmins', formula: 'AND(ISNEW(), BEGINS(Name, "Secret"), $Profile.Name <> "System Administrator")', message: 'Only for administrators.' },
  ],
  Lead: [{ name: 'PerHead', formula: 'AnnualRevenue / NumberOfEmployees < 10', message: 'Too little.' }],
  Contact: [{ name: 'Born', formula: 'OR(Birthdate > TODAY(), AND(NOT(ISBLANK(MobilePhone)), NOT(REGEX(MobilePhone, "\\\\+[0-9 ]+"))))', message: 'That cannot be.' }],
  Opportunity: [{ name: 'Sure', formula: 'AND(Probability > 0.5, Amount < 100)', message: 'Not worth it.' }, { name: 'Recent', when: 'CreatedDate < TODAY AND Amount = 7', message: 'Old.' }],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-rules-'));
  const seed = join(folder, 'rules.json');
  await writeFile(seed, JSON.stringify({ objects: Object.fromEntries(Object.entries(rules).map(([name, list]) => [name, { rules: list }])) }));
  org = await startOrg({ data: ':memory:', seeds: [seed] });
  connection = connect(org);
});
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

async function refused(object: string, record: Record<string, unknown>): Promise<string | undefined> {
  const [outcome] = await connection.sobject(object).create([record]);
  return outcome!.success ? undefined : outcome!.errors[0]!.message;
}

const contact = { LastName: 'C' };
const deal = { Name: 'D', StageName: 'Prospecting', CloseDate: '2026-01-01' };
test.each<[string, Record<string, unknown>, string | undefined]>([
  ['Account', { Name: 'Big', NumberOfEmployees: 1001 }, 'A large account needs a site.'],
  ['Account', { Name: 'Big', NumberOfEmployees: 1001, Site: 'Graz' }, undefined],
  ['Account', { Name: 'Small' }, undefined],
  ['Account', { Name: 'Secret plan' }, undefined],
  ['Contact', { ...contact, Birthdate: '2999-01-01' }, 'That cannot be.'],
  ['Contact', { ...contact, MobilePhone: '+43 1' }, undefined],
  ['Contact', { ...contact, MobilePhone: 'none' }, 'That cannot be.'],
  ['Opportunity', { ...deal, Probability: 60, Amount: 5 }, 'Not worth it.'],
  ['Opportunity', { ...deal, Probability: 40, Amount: 5 }, undefined],
  ['Opportunity', { ...deal, Amount: 7, Probability: 0 }, undefined],
])('a new %s %j: %s', async (object, record, message) => {
  expect(await refused(object, record)).toBe(message);
});

test('a rule that cannot be worked out for a record refuses it, and nothing of it is stored', async () => {
  const lead = { LastName: 'L', Company: 'Per head' };
  expect(await refused('Lead', { ...lead, AnnualRevenue: 5, NumberOfEmployees: 1 })).toBe('Too little.');
  expect(await refused('Lead', { ...lead, AnnualRevenue: 5 })).toBeUndefined();
  const [outcome] = await connection.sobject('Lead').create([{ ...lead, AnnualRevenue: 5, NumberOfEmployees: 0 }]);
  expect(outcome).toMatchObject({ success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Validation Formula "PerHead" Invalid (Division by zero)' }] });
  expect((await connection.query("SELECT Id FROM Lead WHERE Company = 'Per head'")).totalSize).toBe(1);
});

test('what was before the change counts, and values of the parent', async () => {
  const accounts = connection.sobject('Account');
  const { id: parent } = (await accounts.create({ Name: 'P', Site: 'Graz', Rating: 'Warm' })) as { id: string };
  expect(await accounts.update({ Id: parent, Rating: 'Hot' })).toMatchObject({ success: true });
  expect(await refusalOf(accounts.update({ Id: parent, Rating: 'Cold' }))).toMatchObject({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'A hot account stays hot.' });
  expect(await accounts.update({ Id: parent, Phone: '1' })).toMatchObject({ success: true });
  expect(await refused('Account', { Name: 'C', Site: 'Wien', ParentId: parent })).toBe('The site is that of the parent.');
  expect(await refused('Account', { Name: 'C', Site: 'Graz', ParentId: parent })).toBeUndefined();
});

test.each([
  ['Nothing__c > 1', "No such column 'Nothing__c' on entity 'Account'."],
  ['VLOOKUP(Name)', 'there is no function VLOOKUP in the demo org'],
  ['$Setup.X__c', 'there is no $Setup in the demo org'],
])('a rule that cannot be understood stops the start: %s', async (formula, reason) => {
  const file = join(folder, 'bad.json');
  await writeFile(file, JSON.stringify({ objects: { Account: { rules: [{ name: 'Bad', formula, message: 'x' }] } } }));
  await expect(startOrg({ data: ':memory:', seeds: [file] })).rejects.toThrow(`The rule Bad of Account cannot be understood: ${reason}`);
});
