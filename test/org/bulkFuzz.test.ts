import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Org, startOrg } from '../../demoOrg/startOrg.ts';
import { count, type JobInfo, jobs, openJob, resultLines, send, signedIn, upload } from './bulkFixture.ts';
import { damaged, type Random, random } from './fuzzing.ts';
import { apiVersion, connect } from './orgFixture.ts';

let org: Org;
beforeAll(async () => {
  org = await startOrg({ data: ':memory:', bulk: { latencyMs: 0, hardDelete: true } });
});
afterAll(() => org.close());

const rows = 12;

/** A good upload for every operation. */
function sample(chance: Random): { operation: string; csv: string; externalIdFieldName?: string } {
  const lines = (header: string, line: (row: number) => string): string => `${header}\n${Array.from({ length: rows }, (_, row) => `${line(row)}\n`).join('')}`;
  return chance.pick([
    { operation: 'insert', csv: lines('LastName,Company,AnnualRevenue,Owner.Username', (row) => `Fuzz,"Firm ""${row}"", Inc.",${row}.5,`) },
    { operation: 'upsert', externalIdFieldName: 'External_Key__c', csv: lines('External_Key__c,LastName,Company,HasOptedOutOfEmail', (row) => `FUZZ-${row},Fuzz,Co ${row},${row % 2 === 0}`) },
    { operation: 'update', csv: lines('Id,Title', (row) => `00Q00000000000${row}AAA,#N/A`) },
    { operation: 'delete', csv: lines('Id', (row) => `00Q00000000000${row}AAA`) },
  ]);
}

/** Waits for the end of a job, and no longer than a job of a few rows can take. */
async function endOf(fixture: ReturnType<typeof signedIn>, id: string): Promise<JobInfo> {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => void setTimeout(resolve, 5))) {
    const info = (await (await fixture.fetch(`${jobs}/ingest/${id}`)).json()) as JobInfo;
    if (['JobComplete', 'Failed', 'Aborted'].includes(info.state)) return info;
  }
  throw new Error('The job does not end.');
}

test('an upload that is damaged ends as done or as failed, and its results tell what is in the org', async () => {
  const chance = random(31);
  const fixture = signedIn(org.url, org.accessToken);
  let there = await count(connect(org), 'Lead');
  for (let round = 0; round < 80; round++) {
    const { csv, ...job } = sample(chance);
    const body = damaged(chance, csv);
    const id = await openJob(fixture, { object: 'Lead', ...job });
    expect((await upload(fixture, id, body)).status).toBeLessThan(500);
    await send(fixture, 'PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
    const info = await endOf(fixture, id);
    const [done, failed] = await Promise.all(['successfulResults', 'failedResults'].map((kind) => resultLines(fixture, id, kind)));
    const added = done!.filter((line) => /^"00Q\w{15}","true"/.test(line)).length;
    const removed = job.operation === 'delete' ? info.numberRecordsProcessed - info.numberRecordsFailed : 0;
    const after = await count(connect(org), 'Lead');
    expect({ body, message: info.errorMessage ?? '', change: after - there, processed: info.numberRecordsProcessed }).toEqual({
      body,
      message: expect.not.stringContaining('InternalServerError') as string,
      change: added - removed,
      processed: added + done!.filter((line) => /^"00Q\w{15}","false"/.test(line)).length + [...failed!.join('\n').matchAll(/^"(?:[^"]|"")*","[A-Z_]+:/gm)].length,
    });
    there = after;
  }
}, 60_000);

test('a batch of the older API that is damaged, in any format, ends as done or as failed', async () => {
  const chance = random(32);
  const headers = { 'x-sfdc-session': org.accessToken };
  const base = `${org.url}/services/async/${apiVersion}/job`;
  const xml = '<sObjects xmlns="http://www.force.com/2009/06/asyncapi/dataload"><sObject><LastName>X</LastName><Company>Co</Company></sObject></sObjects>';
  const formats = [['CSV', 'text/csv', 'LastName,Company\nFuzz,Co\n'], ['JSON', 'application/json', '[{"LastName":"Fuzz","Company":"Co","Owner":{"Username":"x"}}]'], ['XML', 'application/xml', xml]] as const;
  for (let round = 0; round < 30; round++) {
    const [contentType, type, body] = chance.pick(formats);
    const made = await fetch(base, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ object: 'Lead', operation: 'insert', contentType }) });
    const { id } = (await made.json()) as { id: string };
    const batch = await fetch(`${base}/${id}/batch`, { method: 'POST', headers: { ...headers, 'content-type': type }, body: damaged(chance, body) });
    expect(batch.status).toBeLessThan(500);
    const batchId = /75[01]\w{15}/.exec((await batch.text()).replace(id, ''))?.[0];
    if (batchId === undefined) continue;
    let state = '';
    for (const end = Date.now() + 20_000; !/Completed|Failed/.test(state) && Date.now() < end; ) state = await (await fetch(`${base}/${id}/batch/${batchId}`, { headers })).text();
    expect(state).toMatch(/Completed|Failed/);
    expect(state).not.toContain('InternalServerError');
  }
}, 60_000);
