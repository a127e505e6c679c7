import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { sluice, type Said } from './testTerminal.ts';

let cwd: string;
let env: Record<string, string>;
let source: Org;

/** A customer's org: an object of their own, and fields and a rule on a standard one. */
const customer = {
  objects: {
    Harbor__c: {
      label: 'Harbor', labelPlural: 'Harbors', keyPrefix: 'a0H', owned: 'userOrQueue',
      fields: {
        Name: { type: 'string', label: 'Harbor Name', length: 80, required: true, name: true },
        Place__Latitude__s: { type: 'double', precision: 18, scale: 15 },
        Place__Longitude__s: { type: 'double', precision: 18, scale: 15 },
        Place__c: { type: 'location', parts: { latitude: 'Place__Latitude__s', longitude: 'Place__Longitude__s' } },
      },
    },
    Ship__c: {
      label: 'Ship', labelPlural: 'Ships', keyPrefix: 'a0S', owned: true,
      fields: {
        Name: { type: 'string', length: 80, name: true, autoNumber: '{00000000}' },
        Code__c: { type: 'string', label: 'Code', length: 20, required: true, unique: true, externalId: true, help: 'As painted on the bow.' },
        Harbor__c: { type: 'reference', to: 'Harbor__c', children: 'Ships__r', cascade: true },
        Owner_Company__c: { type: 'reference', to: 'Account', children: 'Ships__r' },
        Kind__c: { type: 'picklist', values: ['Tug', { value: 'Ferry', label: 'Ferry boat' }], restricted: true, default: 'Tug' },
        Engine__c: { type: 'picklist', controller: 'Kind__c', values: [{ value: 'Diesel', with: ['Tug'] }, 'Sail'] },
        Ports__c: { type: 'multipicklist', values: ['A', 'B'] },
        Tons__c: { type: 'double', precision: 12, scale: 3 },
        Berths__c: { type: 'int', precision: 4 },
        Price__c: { type: 'currency', precision: 16, scale: 2 },
        Built__c: { type: 'date' },
        Seen__c: { type: 'datetime', readOnly: true },
        Active__c: { type: 'boolean', default: true },
        Log__c: { type: 'textarea', length: 32_000 },
      },
    },
    Account: { fields: { Berth_Class__c: { type: 'string', length: 3, required: true } } },
  },
  rows: [
    { object: 'RecordType', values: { SobjectType: 'Ship__c', Name: 'River', DeveloperName: 'River', IsActive: true } },
    { object: 'Harbor__c', key: 'graz', values: { Name: 'Graz' } },
    { object: 'Ship__c', values: { Code__c: 'E1', Harbor__c: '@graz', Tons__c: 1.5, Active__c: false } },
  ],
};
const objects = ['Ship__c', 'Harbor__c', 'Account', 'Opportunity', 'Contact', 'Case'];

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluiceCapture'));
  const seed = join(cwd, 'customer.json');
  await writeFile(seed, JSON.stringify(customer));
  source = await startOrg({ data: ':memory:', seeds: [seed] });
  env = { SLUICE_HOME: join(cwd, 'home'), SLUICE_HARBOR_INSTANCE_URL: source.url, SLUICE_HARBOR_ACCESS_TOKEN: source.accessToken };
});
afterAll(async () => {
  await source.close();
  await rm(cwd, { recursive: true });
});

const captured = (...words: string[]): Promise<Said> => sluice(['org', 'capture', '--connection', 'harbor', ...words], { cwd, env });

async function get(org: Org, path: string): Promise<unknown> {
  return (await fetch(`${org.url}/services/data/v65.0${path}`, { headers: { authorization: `Bearer ${org.accessToken}` } })).json();
}

/** A describe without what a seed does not carry: ids of record types. */
async function describeOf(org: Org, object: string): Promise<unknown> {
  const { recordTypeInfos, ...rest } = (await get(org, `/sobjects/${object}/describe`)) as { recordTypeInfos: { name: string; developerName: string }[] };
  return { ...rest, recordTypes: recordTypeInfos.map(({ name, developerName }) => [name, developerName]) };
}

describe('sluice org capture', () => {
  it('writes a seed with which another org describes the same objects in the same way', async () => {
    const { code, out, err } = await captured('--objects', objects.join(','), '-o', 'ships.json');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('Captured Ship__c (14 fields), Harbor__c (4 fields), Account (');
    const file = join(cwd, 'ships.json');
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')) as object)).toEqual(['objects', 'rows']);
    const copy = await startOrg({ data: ':memory:', seeds: [file] });
    for (const object of objects) {
      const [is, was] = await Promise.all([describeOf(copy, object), describeOf(source, object)]);
      expect(is).toEqual(was);
    }
    expect(await get(copy, '/query?q=SELECT+COUNT()+FROM+Ship__c')).toMatchObject({ totalSize: 0 });
    await copy.close();
  });

  it('takes some rows along when it is asked to, with the references between them', async () => {
    const { out, err } = await captured('--objects', 'Harbor__c,Ship__c', '--rows', '5');
    expect(err).toContain('keep it as safe as the org');
    const file = join(cwd, 'rows.json');
    await writeFile(file, out);
    const copy = await startOrg({ data: ':memory:', seeds: [file] });
    const { records } = (await get(copy, '/query?q=SELECT+Code__c,Harbor__r.Name,Tons__c,Active__c+FROM+Ship__c')) as { records: unknown };
    expect(records).toMatchObject([{ Code__c: 'E1', Harbor__r: { Name: 'Graz' }, Tons__c: 1.5, Active__c: false }]);
    await copy.close();
  });

  it('says which object the org does not have', async () => {
    const { code, err } = await captured('--objects', 'Acount');
    expect(code).toBe(2);
    expect(err).toContain('The org behind "harbor" has no object "Acount", or this user may not see it.');
    expect(err).toContain('Did you mean "Account"?');
  });

  it.each([
    [['--objects', 'Account', '--rows', 'all'], '--rows must be a whole number up to 2000; it is "all".'],
    [[], 'needs --objects A,B'],
    [['--objects', 'Account', '-o', 'no/such/folder.json'], 'The seed cannot be written to'],
  ])('refuses %j in words', async (words, reason) => {
    const { code, err } = await captured(...words);
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });
});
