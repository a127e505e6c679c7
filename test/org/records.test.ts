import { describe, expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const missingId = '001000000zzzzzzAAA';

async function create(object: string, record: Record<string, unknown>): Promise<string> {
  return (await fixture.connection.sobject(object).create(record)).id!;
}

describe('one record', () => {
  test('is created, read, changed and deleted', async () => {
    const leads = fixture.connection.sobject('Lead');
    const id = await create('Lead', {
      FirstName: ' Ada ',
      LastName: 'Byron',
      Company: 'Engines',
      AnnualRevenue: 1234.6,
      Email: 'ada@engines.example',
      Website: '',
    });
    expect(await leads.retrieve(id)).toMatchObject({
      attributes: { type: 'Lead', url: `/services/data/v${apiVersion}/sobjects/Lead/${id}` },
      Id: id,
      Name: 'Ada Byron',
      FirstName: 'Ada',
      Status: 'Open - Not Contacted',
      AnnualRevenue: 1235,
      Website: null,
      IsConverted: false,
      IsDeleted: false,
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/) as string,
    });
    expect(await leads.update({ Id: id, FirstName: 'Augusta', City: null })).toEqual({ id, success: true, errors: [] });
    expect(await leads.retrieve(id, { fields: ['Name', 'Company'] })).toMatchObject({ Name: 'Augusta Byron', Company: 'Engines' });
    await leads.destroy(id);
    expect(await refusalOf(leads.retrieve(id))).toMatchObject({ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' });
    expect(await refusalOf(leads.destroy(id))).toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
    expect(await refusalOf(leads.update({ Id: id, City: 'x' }))).toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
  });

  test('that never was is NOT_FOUND', async () => {
    expect(await refusalOf(fixture.connection.sobject('Account').retrieve(missingId))).toMatchObject({
      errorCode: 'NOT_FOUND',
      message: 'The requested resource does not exist',
    });
    expect(await refusalOf(fixture.connection.sobject('Account').update({ Id: missingId, Name: 'x' }))).toMatchObject({ errorCode: 'NOT_FOUND' });
    expect(await refusalOf(fixture.connection.sobject('Account').destroy('nonsense'))).toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  test('can name a parent by its external id', async () => {
    const id = await create('Contact', { LastName: 'Linked', Account: { External_Key__c: 'acc-0001' } });
    expect(await fixture.connection.query(`SELECT Account.External_Key__c FROM Contact WHERE Id = '${id}'`)).toMatchObject({
      records: [{ Account: { External_Key__c: 'ACC-0001' } }],
    });
    expect(await refusalOf(create('Contact', { LastName: 'x', Account: { External_Key__c: 'nobody' } }))).toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: 'Foreign key external ID: nobody not found for field External_Key__c in entity Account',
    });
  });

  test("gets what the org works out: a number, a stage's probability, the owner", async () => {
    const id = await create('Opportunity', { Name: 'Deal', StageName: 'Negotiation/Review', CloseDate: '2030-01-01' });
    expect(await fixture.connection.sobject('Opportunity').retrieve(id)).toMatchObject({ Probability: 90, IsClosed: false, ForecastCategoryName: 'Commit' });
    await fixture.connection.sobject('Opportunity').update({ Id: id, StageName: 'Closed Lost' });
    expect(await fixture.connection.sobject('Opportunity').retrieve(id)).toMatchObject({ Probability: 0, IsClosed: true, IsWon: false });
    const caseId = await create('Case', { Subject: 'Help' });
    expect(await fixture.connection.query(`SELECT CaseNumber, Owner.Username, IsClosed FROM Case WHERE Id = '${caseId}'`)).toMatchObject({
      records: [{ CaseNumber: expect.stringMatching(/^\d{8}$/) as string, Owner: { Username: fixture.org.username }, IsClosed: false }],
    });
  });

  test('takes its children along into the recycle bin', async () => {
    const account = await create('Account', { Name: 'Parent' });
    const daughter = await create('Account', { Name: 'Daughter', ParentId: account });
    const contact = await create('Contact', { LastName: 'Child', AccountId: account });
    const supportCase = await create('Case', { Subject: 'Of the child', ContactId: contact });
    await fixture.connection.sobject('Account').destroy(account);
    expect(await refusalOf(fixture.connection.sobject('Contact').retrieve(contact))).toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
    expect(await fixture.connection.sobject('Account').retrieve(daughter)).toMatchObject({ ParentId: null });
    expect(await fixture.connection.sobject('Case').retrieve(supportCase)).toMatchObject({ ContactId: null });
    expect((await fixture.connection.query(`SELECT Id FROM Contact WHERE Id = '${contact}'`, { scanAll: true })).totalSize).toBe(1);
  });
});

describe('a record is refused', () => {
  const good = { LastName: 'Good', Company: 'Good' };
  test.each([
    [
      'without its required fields',
      'Lead',
      { FirstName: 'x' },
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [LastName, Company]',
      ['LastName', 'Company'],
    ],
    ['with blank for a required field', 'Lead', { ...good, Company: '  ' }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Company]', ['Company']],
    [
      'with a text that is too long',
      'Account',
      { Name: 'x'.repeat(256) },
      'STRING_TOO_LONG',
      `Account Name: data value too large: ${'x'.repeat(256)} (max length=255)`,
      ['Name'],
    ],
    ['with an e-mail that is none', 'Lead', { ...good, Email: 'nobody@' }, 'INVALID_EMAIL_ADDRESS', 'Email: invalid email address: nobody@', ['Email']],
    [
      'with a value outside a restricted picklist',
      'Lead',
      { ...good, Rating: 'Tepid' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Rating: bad value for restricted picklist field: Tepid',
      ['Rating'],
    ],
    [
      'with one wrong part of a multi-select picklist',
      'Account',
      { Name: 'x', Regions__c: 'Europe;Mars' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Regions: bad value for restricted picklist field: Europe;Mars',
      ['Regions__c'],
    ],
    [
      'with a key another record has',
      'Lead',
      { ...good, External_Key__c: 'lead-0001' },
      'DUPLICATE_VALUE',
      'duplicate value found: External_Key__c duplicates value on record with id: 00Q000000000001EAA',
      [],
    ],
    ['with an id that is none', 'Contact', { LastName: 'x', AccountId: '123' }, 'MALFORMED_ID', 'Account ID: id value of incorrect type: 123', ['AccountId']],
    [
      'with an id of another object',
      'Contact',
      { LastName: 'x', AccountId: '003000000000001AAA' },
      'MALFORMED_ID',
      'Account ID: id value of incorrect type: 003000000000001AAA',
      ['AccountId'],
    ],
    ['with an id that leads nowhere', 'Contact', { LastName: 'x', AccountId: missingId }, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []],
    ['with a field that is not there', 'Lead', { ...good, Shoe__c: 1 }, 'INVALID_FIELD', "No such column 'Shoe__c' on sobject of type Lead", []],
    [
      'with an id of its own',
      'Lead',
      { ...good, id: '00Q000000000001AAA' },
      'INVALID_FIELD',
      'The Id field should not be specified in the sobject data.',
      undefined,
    ],
    [
      'with a field that only the org writes',
      'Lead',
      { ...good, IsConverted: true, Name: 'x' },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      /^Unable to create\/update fields: IsConverted, Name\./,
      ['IsConverted', 'Name'],
    ],
    [
      'with a number too large',
      'Lead',
      { ...good, NumberOfEmployees: 1e9 },
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Employees: value outside of valid range on numeric field: 1000000000',
      ['NumberOfEmployees'],
    ],
    [
      'with text for a number',
      'Lead',
      { ...good, NumberOfEmployees: 'many' },
      'JSON_PARSER_ERROR',
      /^Cannot deserialize instance of int from VALUE_STRING value many/,
      ['NumberOfEmployees'],
    ],
    [
      'with a day that does not exist',
      'Contact',
      { LastName: 'x', Birthdate: '2025-02-30' },
      'JSON_PARSER_ERROR',
      /^Cannot deserialize instance of date/,
      ['Birthdate'],
    ],
    [
      'by a rule of the object',
      'Opportunity',
      { Name: 'x', StageName: 'Closed Won', CloseDate: '2026-01-01' },
      'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      'A won opportunity needs an amount.',
      ['Amount'],
    ],
  ])('%s', async (_, object, record, errorCode, message, fields) => {
    const before = (await fixture.connection.query(`SELECT COUNT() FROM ${object}`)).totalSize;
    const response = await fixture.fetch(`/services/data/v${apiVersion}/sobjects/${object}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(record),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual([
      { errorCode, message: typeof message === 'string' ? message : (expect.stringMatching(message) as string), fields: fields ?? [] },
    ]);
    expect((await fixture.connection.query(`SELECT COUNT() FROM ${object}`)).totalSize).toBe(before);
  });

  test('on an update that breaks a rule, and keeps what it was', async () => {
    const id = await create('Opportunity', { Name: 'Open', StageName: 'Prospecting', CloseDate: '2030-01-01' });
    expect(await refusalOf(fixture.connection.sobject('Opportunity').update({ Id: id, StageName: 'Closed Won', NextStep: 'x' }))).toMatchObject({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    });
    expect(await fixture.connection.sobject('Opportunity').retrieve(id)).toMatchObject({ StageName: 'Prospecting', NextStep: null, Probability: 10 });
  });

  test('where the object is for reading only', async () => {
    expect(await refusalOf(create('Organization', { Name: 'x' }))).toMatchObject({
      errorCode: 'INVALID_TYPE_FOR_OPERATION',
      message: 'entity type Organization does not support this operation',
    });
  });

  test('where the body is not JSON, or not a record', async () => {
    for (const body of ['{"LastName":', '', '[]', '"x"', 'null']) {
      const response = await fixture.fetch(`/services/data/v${apiVersion}/sobjects/Lead`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect([response.status, ((await response.json()) as { errorCode: string }[])[0]!.errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
    }
  });
});

describe('upsert by external id', () => {
  const path = (value: string, version = apiVersion): string => `/services/data/v${version}/sobjects/Lead/External_Key__c/${encodeURIComponent(value)}`;
  const patch = async (url: string, record: Record<string, unknown>): Promise<Response> =>
    fixture.fetch(url, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(record) });

  test('inserts once, then updates', async () => {
    const first = await fixture.connection.sobject('Lead').upsert({ External_Key__c: 'up-1', LastName: 'Up', Company: 'Sert' }, 'External_Key__c');
    expect(first).toMatchObject({ success: true, created: true, errors: [] });
    const again = await patch(path('UP-1'), { Company: 'Changed' });
    expect([again.status, await again.json()]).toEqual([200, { id: first.id, success: true, created: false, errors: [] }]);
    expect((await patch(path('up-1', '45.0'), { Company: 'Older' })).status).toBe(204);
    expect(await fixture.connection.sobject('Lead').retrieve(first.id!)).toMatchObject({ Company: 'Older', External_Key__c: 'up-1' });
  });

  test('a key with a slash or a space in it works where it is encoded', async () => {
    const response = await patch(path('a/b c'), { LastName: 'Slash', Company: 'x' });
    expect(response.status).toBe(201);
    const read = await fixture.fetch(path('a/b c'));
    expect(await read.json()).toMatchObject({ External_Key__c: 'a/b c' });
  });

  test('several records with the key are 300 and a list of them', async () => {
    const account = (await fixture.connection.query<{ Id: string }>('SELECT Id FROM Account LIMIT 1')).records[0]!.Id;
    const ids = [
      await create('Invoice__c', { Account__c: account, Amount__c: 1, Reference__c: 'twice' }),
      await create('Invoice__c', { Account__c: account, Amount__c: 2, Reference__c: 'twice' }),
    ];
    const expected = ids.map((id) => `/services/data/v${apiVersion}/sobjects/Invoice__c/${id}`);
    expect(await refusalOf(fixture.connection.sobject('Invoice__c').upsert({ Reference__c: 'twice', Amount__c: 3 }, 'Reference__c'))).toMatchObject({
      errorCode: 'MULTIPLE_CHOICES',
      data: expected,
    });
    const response = await fixture.fetch(`/services/data/v${apiVersion}/sobjects/Invoice__c/Reference__c/twice`, { redirect: 'manual' });
    expect([response.status, await response.json()]).toEqual([300, expected]);
  });

  test('a field that is no external id is refused', async () => {
    expect(await refusalOf(fixture.connection.sobject('Lead').upsert({ Company: 'x', LastName: 'y' }, 'Company'))).toMatchObject({
      errorCode: 'NOT_FOUND',
      message: 'Provided external ID field does not exist or is not accessible: Company',
    });
  });
});
