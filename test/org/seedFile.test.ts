import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { connect, refusalOf } from './orgFixture.ts';

let folder: string;
let ships: string;
let harbour: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-'));
  ships = join(folder, 'ships.json');
  await writeFile(
    ships,
    JSON.stringify({
      organization: { name: 'Harbour Ltd' },
      objects: {
        Ship__c: { keyPrefix: 'a77', owned: true, fields: { Name: { type: 'string', required: true, name: true } } },
        Account: { fields: { Berths__c: { type: 'int', label: 'Berths' } } },
        Arrival__e: { keyPrefix: 'e77', fields: { Ship__c: { type: 'string', required: true } } },
      },
      rows: [{ object: 'Ship__c', values: { Name: 'Erna' } }],
    }),
  );
  harbour = join(folder, 'harbour.mjs');
  await writeFile(
    harbour,
    `export default { apexRest: {
      'GET /ships/{name}': ({ params, query }, org) => ({ found: org.query("SELECT Id, Name FROM Ship__c WHERE Name = '" + params.name + "'").length, ...query }),
      'POST /ships': ({ body }, org, response) => { response.status = 201; return { id: org.insert('Ship__c', { Name: body.name }) }; },
      'DELETE /ships/{id}': ({ params }, org) => org.delete(params.id),
      'POST /sink': () => { throw new Error('no ship sinks here'); },
    } };`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a seed of one's own adds objects, fields, events and rows", async () => {
  const org = await startOrg({ data: ':memory:', seeds: [ships] });
  const connection = connect(org);
  expect((await connection.query('SELECT Name FROM Ship__c')).records).toMatchObject([{ Name: 'Erna' }]);
  expect((await connection.sobject('Account').describe()).fields.map(({ name }) => name)).toContain('Berths__c');
  expect((await connection.query('SELECT Name FROM Organization')).records).toMatchObject([{ Name: 'Harbour Ltd' }]);
  expect((await connection.sobject('Arrival__e').create({ Ship__c: 'Erna' })).success).toBe(true);
  await org.close();
});

test('a seed that is a module answers Apex REST calls', async () => {
  const org = await startOrg({ data: ':memory:', seeds: [ships, harbour] });
  const { apex } = connect(org);
  const connection = connect(org);
  expect(await apex.get('/ships/Erna?color=red')).toEqual({ found: 1, color: 'red' });
  const made = await apex.post<{ id: string }>('/ships', { name: 'Frieda' });
  expect(await connection.sobject('Ship__c').retrieve(made.id)).toMatchObject({ Name: 'Frieda' });
  await apex.delete(`/ships/${made.id}`);
  expect((await connection.query("SELECT Id FROM Ship__c WHERE Name = 'Frieda'")).totalSize).toBe(0);
  expect(await refusalOf(apex.post('/sink', {}))).toMatchObject({ errorCode: 'APEX_ERROR', message: 'System.Error: no ship sinks here' });
  expect(await refusalOf(apex.post('/ships', {}))).toMatchObject({ errorCode: 'REQUIRED_FIELD_MISSING' });
  expect(await refusalOf(apex.get('/planes'))).toMatchObject({ errorCode: 'NOT_FOUND' });
  await org.close();
});

test('an org that is there starts again with the seed it was made with, and with no other', async () => {
  const data = join(folder, 'harbour.sqlite');
  await (await startOrg({ data, seeds: [ships] })).close();
  await (await startOrg({ data, seeds: [ships] })).close();
  await expect(startOrg({ data, seeds: [ships, harbour] })).rejects.toMatchObject({
    code: 'EORGSEED',
    message: `The org is there already and was made without the seed ${harbour}, or with another form of it. Reset it to make it anew.`,
  });
});

test.each([
  ['broken.json', '{', 'cannot be used: '],
  ['list.json', '[]', 'it holds no seed, which is an object with "objects" and "rows"'],
  ['prefix.json', '{"objects":{"X__c":{}}}', 'the seed must give its "keyPrefix"'],
  ['taken.json', '{"objects":{"X__c":{"keyPrefix":"001"}}}', 'X__c and Account have the same keyPrefix "001"'],
  ['row.json', '{"rows":[{"object":"Account","values":{}}]}', 'The seed\'s Account row {} is refused: Required fields are missing: [Name]'],
])('%s is refused with its reason', async (name, text, reason) => {
  const file = join(folder, name);
  await writeFile(file, text);
  const start = startOrg({ data: ':memory:', seeds: [file] });
  await expect(start).rejects.toMatchObject({ code: 'EORGSEED' });
  await expect(start).rejects.toThrow(reason);
  await expect(start).rejects.toThrow(file);
});
