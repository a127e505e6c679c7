import { beforeAll, expect, test } from 'vitest';
import { damaged, mutated, random } from './fuzzing.ts';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const base = `/services/data/v${apiVersion}`;

interface Sample {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** It writes all of its records or none: always, or where `allOrNone` says so. */
  readonly isWhole?: 'always' | 'asked';
}

let account: string;
let contact: string;
beforeAll(async () => {
  account = ((await fixture.connection.sobject('Account').create({ Name: 'Fuzz' })) as { id: string }).id;
  contact = ((await fixture.connection.sobject('Contact').create({ LastName: 'Fuzz', AccountId: account })) as { id: string }).id;
});

const type = (name: string, values: object): object => ({ attributes: { type: name }, ...values });

/** A good request for every resource that takes JSON. */
function samples(): Sample[] {
  const nested = { records: [type('Account', { attributes: { type: 'Account', referenceId: 'r1' }, Name: 'T', Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'r2' }, LastName: 'T' }] } })] };
  const subrequests = [
    { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: { Name: 'Composite' } },
    { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'b', body: { LastName: 'C', AccountId: '@{a.id}' } },
    { method: 'PATCH', url: `${base}/sobjects/Contact/@{b.id}`, referenceId: 'c', body: { Title: 'T' } },
  ];
  const records = [type('Account', { Name: 'A', NumberOfEmployees: 3, AnnualRevenue: 1.5, Active__c: true }), type('Contact', { LastName: 'B', Email: 'b@example.com', Birthdate: '2000-01-31' })];
  const field = { type: 'Text', label: 'Key', length: 9, externalId: true };
  return [
    { method: 'POST', path: `${base}/sobjects/Account`, body: { Name: 'A', Industry: 'Energy', ParentId: account, Parent: undefined, Regions__c: 'Europe;Asia' } },
    { method: 'PATCH', path: `${base}/sobjects/Account/${account}`, body: { Name: 'A', Site: null, AnnualRevenue: '12.5' } },
    { method: 'PATCH', path: `${base}/sobjects/Account/External_Key__c/FUZZ`, body: { Name: 'A', Parent: { External_Key__c: 'ACC-0001' } } },
    { method: 'POST', path: `${base}/composite/sobjects`, body: { allOrNone: true, records }, isWhole: 'asked' },
    { method: 'PATCH', path: `${base}/composite/sobjects`, body: { allOrNone: false, records: [type('Contact', { id: contact, Title: 'x' })] } },
    { method: 'PATCH', path: `${base}/composite/sobjects/Account/External_Key__c`, body: { allOrNone: true, records: [type('Account', { External_Key__c: 'FUZZ', Name: 'x' })] }, isWhole: 'asked' },
    { method: 'POST', path: `${base}/composite/sobjects/Account`, body: { ids: [account], fields: ['Id', 'Name'] } },
    { method: 'POST', path: `${base}/composite/tree/Account`, body: nested, isWhole: 'always' },
    { method: 'POST', path: `${base}/composite`, body: { allOrNone: true, compositeRequest: subrequests }, isWhole: 'asked' },
    { method: 'POST', path: `${base}/composite/batch`, body: { haltOnError: true, batchRequests: [{ method: 'GET', url: `v${apiVersion}/sobjects/Account/${account}` }, { method: 'POST', url: `v${apiVersion}/sobjects/Account`, richInput: { Name: 'x' } }] } },
    { method: 'POST', path: `${base}/composite/graph`, body: { graphs: [{ graphId: 'g', compositeRequest: subrequests }] }, isWhole: 'asked' },
    { method: 'POST', path: `${base}/sobjects/Order_Event__e`, body: { Order_Number__c: 'x' } },
    { method: 'POST', path: `${base}/sobjects/PushTopic`, body: { Name: 'Fuzz', Query: 'SELECT Id, Name FROM Account', ApiVersion: 62, NotifyForFields: 'All' } },
    { method: 'POST', path: `${base}/jobs/ingest`, body: { object: 'Account', operation: 'upsert', externalIdFieldName: 'External_Key__c', lineEnding: 'LF', columnDelimiter: 'COMMA', contentType: 'CSV' } },
    { method: 'POST', path: `${base}/jobs/query`, body: { operation: 'query', query: 'SELECT Id, Name FROM Account LIMIT 2' } },
    { method: 'POST', path: `${base}/tooling/sobjects/CustomField`, body: { FullName: 'Lead.Fuzz__c', Metadata: field } },
    { method: 'POST', path: `${base}/sobjects/Account/quickActions/NewContact`, body: { contextId: account, record: { LastName: 'Q' } } },
    { method: 'POST', path: `/services/async/${apiVersion}/job`, body: { object: 'Account', operation: 'insert', contentType: 'JSON', concurrencyMode: 'Parallel' } },
    { method: 'POST', path: '/demo/clients', body: { id: 'fuzz', secret: 's', runAs: 'integration@sluice.example' } },
  ];
}

async function send({ method, path }: Sample, body: string, contentType = 'application/json'): Promise<{ status: number; text: string }> {
  const answer = await fixture.fetch(path, { method, body, headers: { 'content-type': contentType }, signal: AbortSignal.timeout(10_000) });
  return { status: answer.status, text: await answer.text() };
}

/** Answers that are neither a result nor a refusal in words. */
function unworthy({ status, text }: { status: number; text: string }): boolean {
  if (status >= 500) return true;
  if (status < 400) return false;
  return !/"(errorCode|statusCode|exceptionCode|error|hasErrors)"|<exceptionCode>/.test(text) || text.includes('UNKNOWN_EXCEPTION');
}

async function written(): Promise<number> {
  const counts = await Promise.all(['Account', 'Contact'].map((object) => fixture.connection.query(`SELECT COUNT() FROM ${object}`)));
  return counts.reduce((sum, { totalSize }) => sum + totalSize, 0);
}

test('bodies of every kind are taken or refused in words, and what writes all or nothing writes no half', async () => {
  const chance = random(11);
  const bad: string[] = [];
  for (let round = 0; round < 45; round++) {
    for (const sample of samples()) {
      const text = JSON.stringify(mutated(chance, sample.body));
      const body = chance.chance(0.15) ? damaged(chance, text) : text;
      const isWhole = sample.isWhole === 'always' || (sample.isWhole === 'asked' && body.includes('"allOrNone":true'));
      const before = isWhole ? await written() : 0;
      const answer = await send(sample, body);
      const isRefused = answer.status >= 400 || /"success":false|"httpStatusCode":4|"isSuccessful":false/.test(answer.text);
      if (unworthy(answer) || (isWhole && isRefused && (await written()) !== before))
        bad.push(`${sample.method} ${sample.path} ${body.slice(0, 300)}\n${answer.status} ${answer.text.slice(0, 300)}`);
    }
  }
  expect(bad).toEqual([]);
}, 60_000);

test('bodies that are very deep, very long or no JSON at all come to an end', async () => {
  const bodies = ['', 'null', '[]', '"x"', '{', '['.repeat(50_000), `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, `{"Name":"${'x'.repeat(1_000_000)}"}`, '\uFEFF{"Name":"x"}', `{"Name":1e${'9'.repeat(400)}}`];
  for (const sample of samples()) {
    for (const body of bodies) expect({ sample: sample.path, body: body.slice(0, 20), bad: unworthy(await send(sample, body)) }).toMatchObject({ bad: false });
  }
}, 60_000);

test('a value that pretends to be something else is refused like any object', async () => {
  for (const field of ['ParentId', 'Active__c', 'NumberOfEmployees', 'Industry', 'Parent']) {
    const answer = await send({ method: 'POST', path: `${base}/sobjects/Account`, body: '' }, `{"Name":"x","${field}":{"constructor":"x","toString":"y","toJSON":1}}`);
    expect({ field, status: answer.status, bad: unworthy(answer) }).toEqual({ field, status: 400, bad: false });
  }
});

test('SOAP messages that are damaged are answered, if only by a fault', async () => {
  const chance = random(12);
  const session = `<Header><SessionHeader><sessionId>${fixture.org.accessToken}</sessionId></SessionHeader></Header>`;
  const messages = [
    `<create><sObjects><type>Account</type><Name>S</Name><Parent><External_Key__c>ACC-0001</External_Key__c></Parent></sObjects></create>`,
    `<merge><request><masterRecord><type>Account</type><Id>${account}</Id></masterRecord><recordToMergeIds>001000000000002AAA</recordToMergeIds></request></merge>`,
    `<upsert><externalIDFieldName>External_Key__c</externalIDFieldName><sObjects><type>Account</type><External_Key__c>S</External_Key__c><fieldsToNull>Site</fieldsToNull></sObjects></upsert>`,
    '<undelete><ids>001000000000002AAA</ids></undelete>',
    '<createMetadata><metadata xsi:type="CustomField"><fullName>Case.Soap__c</fullName><label>S</label><type>Picklist</type><valueSet><valueSetDefinition><value><fullName>a</fullName></value></valueSetDefinition></valueSet></metadata></createMetadata>',
    '<readMetadata><type>CustomObject</type><fullNames>Account</fullNames></readMetadata>',
    '<login><username>x</username><password>y</password></login>',
  ];
  for (let round = 0; round < 350; round++) {
    const message = chance.pick(messages);
    const body = `<Envelope xmlns:xsi="x">${session}<Body>${message}</Body></Envelope>`;
    const path = `/services/Soap/${/etadata/.test(message) ? 'm' : 'u'}/62.0`;
    const { status, text } = await send({ method: 'POST', path, body: '' }, chance.chance(0.8) ? damaged(chance, body) : body, 'text/xml');
    expect({ body, status, isSoap: text.includes('<soapenv:Envelope'), text: /UNKNOWN_EXCEPTION: An unexpected/.test(text) ? text : '' }).toMatchObject({ isSoap: true, text: '' });
  }
}, 60_000);

test('the org goes on after all of it', async () => {
  expect((await fixture.connection.sobject('Account').create({ Name: 'After' })).success).toBe(true);
  expect(await fixture.connection.sobject('Contact').retrieve(contact)).toMatchObject({ Id: contact });
});

