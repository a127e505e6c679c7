import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { random } from '../../demoOrg/seed/random.ts';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { count, ended, ingest, jobs, openJob, refused, resultLines, send, signedIn, upload } from './bulkFixture.ts';
import { connect, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const insertLeads = { object: 'Lead', operation: 'insert' };

test('jsforce inserts records and reads what became of each', async () => {
  const job = fixture.connection.bulk2.createJob({ object: 'Lead', operation: 'insert' });
  await job.open();
  expect(job.id).toMatch(/^750\w{15}$/);
  await job.uploadData([
    { LastName: 'Bulk One', Company: 'Acme, "the" firm', Email: 'one@example.com' },
    { LastName: 'Bulk Two', Company: 'Acme', Email: 'nobody' },
    { LastName: null, Company: 'Line\nbreak', Email: null },
  ]);
  await job.close();
  await job.poll(10, 10_000);
  expect(await job.check()).toMatchObject({ state: 'JobComplete', jobType: 'V2Ingest', numberRecordsProcessed: 3, numberRecordsFailed: 2 });
  const { successfulResults, failedResults, unprocessedRecords } = await job.getAllResults();
  expect(successfulResults).toEqual([
    { sf__Id: expect.stringMatching(/^00Q\w{15}$/), sf__Created: 'true', LastName: 'Bulk One', Company: 'Acme, "the" firm', Email: 'one@example.com' },
  ]);
  expect(failedResults).toEqual([
    { sf__Id: '', sf__Error: 'INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --', LastName: 'Bulk Two', Company: 'Acme', Email: 'nobody' },
    {
      sf__Id: '',
      sf__Error: 'REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --',
      LastName: '#N/A',
      Company: 'Line\nbreak',
      Email: '#N/A',
    },
  ]);
  expect(unprocessedRecords).toEqual([]);
  const [lead] = (await fixture.connection.query(`SELECT Company FROM Lead WHERE LastName = 'Bulk One'`)).records;
  expect(lead).toMatchObject({ Company: 'Acme, "the" firm' });
});

test('jsforce: an upsert by external id says which records are new', async () => {
  const upsert = { object: 'Lead', operation: 'upsert', externalIdFieldName: 'External_Key__c', pollInterval: 10 } as const;
  const { bulk2 } = fixture.connection;
  const first = await bulk2.loadAndWaitForResults({ ...upsert, input: 'External_Key__c,LastName,Company\nu1,A,Co\n' });
  const second = await bulk2.loadAndWaitForResults({ ...upsert, input: 'External_Key__c,LastName,Company\nu1,B,Co\nu2,C,Co\n' });
  expect(first.successfulResults).toMatchObject([{ sf__Created: 'true' }]);
  expect(second.successfulResults).toMatchObject([
    { sf__Created: 'false', sf__Id: (first.successfulResults as { sf__Id: string }[])[0]!.sf__Id },
    { sf__Created: 'true' },
  ]);
});

test('an update leaves alone what is empty and clears what says #N/A', async () => {
  const { id } = await fixture.connection.sobject('Lead').create({ LastName: 'Kept', Company: 'Co', City: 'Graz', Phone: '1' });
  const info = await ingest(fixture, { object: 'Lead', operation: 'update' }, `Id,City,Phone,Title\n${id!},,#N/A,CEO\n00Q00000000000xAAA,,,x\n,,,y\n`);
  expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 3, numberRecordsFailed: 2 });
  expect(await fixture.connection.sobject('Lead').retrieve(id!)).toMatchObject({ City: 'Graz', Phone: null, Title: 'CEO' });
  expect(await resultLines(fixture, info.id, 'successfulResults')).toEqual([
    '"sf__Id","sf__Created","Id","City","Phone","Title"',
    `"${id}","false","${id}","","#N/A","CEO"`,
  ]);
  const failed = await resultLines(fixture, info.id, 'failedResults');
  expect(failed[1]).toMatch(/^"00Q00000000000xAAA","[A-Z_]+:.*--","00Q00000000000xAAA","","","x"$/);
  expect(failed[2]).toBe('"","MISSING_ARGUMENT:Id not specified in an update call:--","","","","y"');
});

test('a delete takes ids and nothing else', async () => {
  const { id } = await fixture.connection.sobject('Lead').create({ LastName: 'Gone', Company: 'Co' });
  expect(await ingest(fixture, { object: 'Lead', operation: 'delete' }, `Id\n${id!}\n`)).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
  expect(await count(fixture.connection, `Lead WHERE Id = '${id!}'`)).toBe(0);
  expect(await ingest(fixture, { object: 'Lead', operation: 'delete' }, `Id,LastName\n${id!},x\n`)).toMatchObject({
    state: 'Failed',
    errorMessage: "InvalidBatch : The 'delete' batch must contain only ids",
  });
});

test('hardDelete is a permission, and leaves nothing in the recycle bin', async () => {
  expect((await refused(send(fixture, 'POST', `${jobs}/ingest`, { object: 'Lead', operation: 'hardDelete' }))).slice(0, 2)).toEqual([400, 'FEATURENOTENABLED']);
  const org = await startOrg({ data: ':memory:', bulk: { hardDelete: true } });
  const connection = connect(org);
  const allowed = signedIn(org.url, org.accessToken);
  const { id } = await connection.sobject('Lead').create({ LastName: 'Gone', Company: 'Co' });
  expect(await ingest(allowed, { object: 'Lead', operation: 'hardDelete' }, `Id\n${id!}\n`)).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
  expect((await connection.query(`SELECT Id FROM Lead WHERE Id = '${id!}'`, { scanAll: true })).totalSize).toBe(0);
  await org.close();
});

test('a lookup is filled by the external id of the parent', async () => {
  const [account] = (await fixture.connection.query('SELECT Id, External_Key__c FROM Account WHERE External_Key__c != null LIMIT 1')).records;
  const csv = `LastName,Account.External_Key__c,User:Owner.Username\nBy Key,${account!.External_Key__c as string},${fixture.org.username}\nNo Key,missing,\n`;
  const info = await ingest(fixture, { object: 'Contact', operation: 'insert' }, csv);
  expect(info).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
  expect((await resultLines(fixture, info.id, 'failedResults'))[1]).toBe(
    '"","INVALID_FIELD:Foreign key external ID: missing not found for field External_Key__c in entity Account:--","No Key","missing",""',
  );
  expect(await count(fixture.connection, `Contact WHERE LastName = 'By Key' AND AccountId = '${account!.Id!}'`)).toBe(1);
});

test.each([
  ['COMMA', ','],
  ['SEMICOLON', ';'],
  ['TAB', '\t'],
  ['PIPE', '|'],
  ['CARET', '^'],
  ['BACKQUOTE', '`'],
])('columns may be separated by %s, lines by LF or CRLF, and a byte order mark is no data', async (columnDelimiter, d) => {
  for (const [lineEnding, end] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
    const csv = `\uFEFFLastName${d}Company${end}"${columnDelimiter}${d} ""x"""${d}"two${end}lines"${end}`;
    const info = await ingest(fixture, { ...insertLeads, columnDelimiter, lineEnding }, csv);
    expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 1, numberRecordsFailed: 0 });
    const result = await (await fixture.fetch(`${jobs}/ingest/${info.id}/successfulResults`)).text();
    expect(result).toMatch(new RegExp(`^"sf__Id"\\${d}"sf__Created"\\${d}"LastName"\\${d}"Company"${end}"00Q`));
    expect(result.endsWith(`"${columnDelimiter}${d} ""x"""${d}"two${end}lines"${end}`)).toBe(true);
  }
});

test.each([
  ['a column that the object does not have', 'LastName,Shoe Size\nA,1\n', 'InvalidBatch : Field name not found : Shoe Size'],
  ['another delimiter than the job says', 'LastName;Company\nA;B\n', 'InvalidBatch : Field name not found : LastName;Company'],
  [
    'another line ending than the job says',
    'LastName,Company\r\nA,B\r\n',
    'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
  ],
  [
    'a quote in the middle of a value',
    'LastName,Company\nA "x",B\n',
    'ClientInputError : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
  ],
  ['a row that is too long', 'LastName,Company\nA,B,C\n', 'ClientInputError : Row 1 has 3 columns, and the header has 2'],
])('%s fails the job and leaves every row unprocessed', async (_, csv, errorMessage) => {
  const info = await ingest(fixture, insertLeads, csv);
  expect(info).toMatchObject({ state: 'Failed', errorMessage, numberRecordsProcessed: 0 });
  expect((await resultLines(fixture, info.id, 'successfulResults')).slice(1)).toEqual([]);
});

test('unprocessed records are found under either spelling', async () => {
  const info = await ingest(fixture, insertLeads, 'LastName,Shoe\nA,1\n');
  for (const which of ['unprocessedrecords', 'unprocessedRecords'])
    expect(await resultLines(fixture, info.id, which)).toEqual(['"LastName","Shoe"', '"A","1"']);
});

test('a job goes through its states, and each says what can be done in it', async () => {
  const path = await openJob(fixture, insertLeads).then((id) => `${jobs}/ingest/${id}`);
  const id = path.split('/').at(-1)!;
  expect((await refused(send(fixture, 'PATCH', path, { state: 'UploadComplete' })))[1]).toBe('INVALIDJOBSTATE');
  expect((await refused(fixture.fetch(`${path}/successfulResults`)))[1]).toBe('INVALIDJOBSTATE');
  expect((await refused(fixture.fetch(path, { method: 'DELETE' })))[1]).toBe('INVALIDJOBSTATE');
  const sent = await upload(fixture, id, 'LastName,Company\nState,Co\n');
  expect([sent.status, await sent.text()]).toEqual([201, '']);
  expect((await refused(upload(fixture, id, 'LastName,Company\nTwice,Co\n')))[1]).toBe('INVALIDJOBSTATE');
  expect(await (await send(fixture, 'PATCH', path, { state: 'UploadComplete' })).json()).toMatchObject({ state: 'UploadComplete' });
  expect((await ended(fixture, 'ingest', id)).state).toBe('JobComplete');
  expect(await refused(send(fixture, 'PATCH', path, { state: 'Aborted' }))).toEqual([400, 'INVALIDJOBSTATE', 'Aborting already Completed Job not allowed']);
  expect((await fixture.fetch(path, { method: 'DELETE' })).status).toBe(204);
  expect((await fixture.fetch(path)).status).toBe(404);
});

test('an aborted job leaves its rows unprocessed', async () => {
  const id = await openJob(fixture, insertLeads);
  await upload(fixture, id, 'LastName,Company\nAborted,Co\n');
  expect(await (await send(fixture, 'PATCH', `${jobs}/ingest/${id}`, { state: 'Aborted' })).json()).toMatchObject({ state: 'Aborted' });
  expect(await resultLines(fixture, id, 'unprocessedrecords')).toEqual(['"LastName","Company"', '"Aborted","Co"']);
  expect(await count(fixture.connection, "Lead WHERE LastName = 'Aborted'")).toBe(0);
});

test.each([
  [{ object: 'Shoe', operation: 'insert' }, 'InvalidJob : Unable to find object: Shoe'],
  [{ object: 'Lead', operation: 'upsert' }, 'InvalidJob : External ID was blank for Lead. An External ID must be specified for upsert.'],
  [
    { object: 'Lead', operation: 'upsert', externalIdFieldName: 'Phone' },
    'InvalidJob : Field name provided, Phone does not match an External ID, Salesforce Id, or indexed field for Lead',
  ],
  [{ object: 'Lead', operation: 'explode' }, 'InvalidJob : operation is one of insert, update, upsert, delete, hardDelete; this job says explode'],
])('%o is no job', async (job, message) => {
  expect(await refused(send(fixture, 'POST', `${jobs}/ingest`, job))).toEqual([400, 'INVALIDJOB', message]);
});

test('the list has every job, ingest and query apart', async () => {
  const id = await openJob(fixture, insertLeads);
  const { done, records } = (await (await fixture.fetch(`${jobs}/ingest`)).json()) as { done: boolean; records: { id: string }[] };
  expect(done).toBe(true);
  expect(records[0]).toMatchObject({ id, state: 'Open' });
  expect(JSON.stringify(await (await fixture.fetch(`${jobs}/query`)).json())).not.toContain(id);
});

test('a row that somebody else holds fails alone', async () => {
  const made = await fixture.connection.sobject('Lead').create([{ LastName: 'Held', Company: 'Co' }, { LastName: 'Free', Company: 'Co' }]);
  const [held, free] = made.map(({ id }) => id!);
  await fixture.fault({ kind: 'lock', parent: held, times: 1 });
  const info = await ingest(fixture, { object: 'Lead', operation: 'update' }, `Id,City\n${held!},Graz\n${free!},Graz\n`);
  expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 2, numberRecordsFailed: 1 });
  expect((await resultLines(fixture, info.id, 'failedResults'))[1]).toBe(
    `"${held}","UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: ${held}:--","${held}","Graz"`,
  );
});

test('a key may come once in two hundred rows, and again after them', async () => {
  const rows = Array.from({ length: 201 }, (_, row) => (row === 1 || row === 200 ? 'same-0' : `same-${row}`));
  const upsert = { object: 'Lead', operation: 'upsert', externalIdFieldName: 'External_Key__c' };
  const info = await ingest(fixture, upsert, `External_Key__c,LastName,Company\n${rows.map((key) => `${key},Same,Co\n`).join('')}`);
  expect(info).toMatchObject({ numberRecordsProcessed: 201, numberRecordsFailed: 1 });
  const [, failed] = await resultLines(fixture, info.id, 'failedResults');
  expect(failed).toMatch(/^"","DUPLICATE_VALUE:Duplicate external id specified: same-0:External_Key__c --","same-0"/);
});

test('whatever is uploaded, the job ends and its rows are accounted for', async () => {
  const org = await startOrg({ data: ':memory:', bulk: { latencyMs: 0 } });
  const own = signedIn(org.url, org.accessToken);
  const by = random(11);
  const pieces = ['LastName', 'Company', 'Id', ',', ',', '\n', '\n', '"', '""', '\r\n', '#N/A', '\u0000', '漢', 'Owner.Name', ' ', ';', 'x'.repeat(300)];
  for (let round = 0; round < 60; round++) {
    const header = by.chance(0.5) ? 'LastName,Company\n' : '';
    const csv = header + Array.from({ length: by.between(0, 40) }, () => by.pick(pieces)).join('');
    const info = await ingest(own, insertLeads, csv);
    expect(['JobComplete', 'Failed']).toContain(info.state);
    const read = async (which: string): Promise<string> => (await own.fetch(`${jobs}/ingest/${info.id}/${which}`)).text();
    const lines = [await read('successfulResults'), await read('failedResults')];
    const rows = lines.map((text) => (text === '' ? 0 : Math.max(0, text.split(/"\n(?=")/).length - 1)));
    expect(rows).toEqual([info.numberRecordsProcessed - info.numberRecordsFailed, info.numberRecordsFailed]);
  }
  await org.close();
});

test('an upload that is too large is refused with an answer, and the job can still be filled', async () => {
  const org = await startOrg({ data: ':memory:', bulk: { largestUploadBytes: 1_000_000 } });
  const own = signedIn(org.url, org.accessToken);
  const id = await openJob(own, insertLeads);
  expect(await refused(upload(own, id, `LastName,Company\n${'Large,Co\n'.repeat(200_000)}`))).toEqual([
    400, 'EXCEEDED_MAX_SIZE_REQUEST', 'The data of one job may have 1 MB at most.',
  ]);
  expect((await upload(own, id, 'LastName,Company\nSmall,Co\n')).status).toBe(201);
  await org.close();
});

test('a zipped upload is unpacked', async () => {
  const id = await openJob(fixture, insertLeads);
  const body = new Uint8Array(gzipSync('LastName,Company\nZipped Bulk,Co\n'));
  await fixture.fetch(`${jobs}/ingest/${id}/batches`, { method: 'PUT', headers: { 'content-type': 'text/csv', 'content-encoding': 'gzip' }, body });
  await send(fixture, 'PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
  expect(await ended(fixture, 'ingest', id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 1, numberRecordsFailed: 0 });
});

test('jobs are gone after seven days', async () => {
  const org = await startOrg({ data: ':memory:' });
  const own = signedIn(org.url, org.accessToken);
  const { id } = await ingest(own, insertLeads, 'LastName,Company\nOld,Co\n');
  await fetch(`${org.url}/demo/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'clock', offsetMs: 8 * 24 * 60 * 60 * 1_000 }),
  });
  // The old session has ended meanwhile, too.
  const later = signedIn(org.url, org.accessToken);
  await openJob(later, insertLeads);
  expect((await later.fetch(`${jobs}/ingest/${id}`)).status).toBe(404);
  await org.close();
});

test.each([
  ['failed', 'Failed'],
  ['aborted', 'Aborted'],
])('a job can be made to end as %s', async (outcome, state) => {
  await fixture.fault({ kind: 'job', outcome });
  expect(await ingest(fixture, insertLeads, 'LastName,Company\nMeets Fault,Co\n')).toMatchObject({ state, numberRecordsProcessed: 0 });
  expect(await count(fixture.connection, "Lead WHERE LastName = 'Meets Fault'")).toBe(0);
});
