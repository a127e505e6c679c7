import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { count, ended, ingest, jobs, openJob, resultLines, send, signedIn, startQuery, upload } from './bulkFixture.ts';
import { connect } from './orgFixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-bulk-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const insertLeads = { object: 'Lead', operation: 'insert' };

function leads(rows: number): string {
  return `LastName,Company\n${Array.from({ length: rows }, (_, row) => `Survivor,Row ${row}\n`).join('')}`;
}

test('results are still there after a restart, and a deleted job leaves no file', async () => {
  const data = join(folder, 'results.sqlite');
  const first = await startOrg({ data });
  const token = first.accessToken;
  const { id } = await ingest(signedIn(first.url, token), insertLeads, 'LastName,Company\nKept,Co\n');
  const query = await startQuery(signedIn(first.url, token), "SELECT Company FROM Lead WHERE LastName = 'Kept'");
  await ended(signedIn(first.url, token), 'query', query);
  await first.close();

  const second = await startOrg({ data });
  const fixture = signedIn(second.url, token);
  expect(await resultLines(fixture, id, 'successfulResults')).toHaveLength(2);
  expect(await (await fixture.fetch(`${jobs}/query/${query}/results`)).text()).toBe('"Company"\n"Co"\n');
  for (const path of [`${jobs}/ingest/${id}`, `${jobs}/query/${query}`]) expect((await fixture.fetch(path, { method: 'DELETE' })).status).toBe(204);
  expect(await readdir(`${data}.bulk`)).toEqual([]);
  await second.close();
});

test('a job that the end of the org interrupts goes on with the next start', async () => {
  const data = join(folder, 'interrupted.sqlite');
  const first = await startOrg({ data });
  const token = first.accessToken;
  const id = await openJob(signedIn(first.url, token), insertLeads);
  await upload(signedIn(first.url, token), id, leads(25_000));
  await send(signedIn(first.url, token), 'PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
  await first.close();

  const second = await startOrg({ data });
  const info = await ended(signedIn(second.url, token), 'ingest', id);
  expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 25_000, numberRecordsFailed: 0 });
  expect(await count(connect(second), "Lead WHERE LastName = 'Survivor'")).toBe(25_000);
  await second.close();
});

/** An org in a process of its own, which can be killed. */
async function startChild(data: string): Promise<{ child: ChildProcess; url: string; token: string }> {
  const program = `import { startOrg } from ${JSON.stringify(new URL('../../demoOrg/startOrg.ts', import.meta.url).href)};
    const org = await startOrg({ data: ${JSON.stringify(data)} }); console.log(JSON.stringify({ url: org.url, token: org.accessToken }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { url: string; token: string }) };
}

/** What the file holds, seen past the org: leads that were written, and rows that the job says are done. */
function stored(data: string): { leads: number; processed: number } {
  const file = new DatabaseSync(data);
  const [leadRow, workRow] = ['SELECT count(*) AS n FROM "Lead" WHERE "LastName" = \'Survivor\'', 'SELECT processed AS n FROM _bulkWork'].map((sql) => file.prepare(sql).get());
  file.close();
  return { leads: leadRow!['n'] as number, processed: workRow!['n'] as number };
}

test('kill -9 in the middle of a batch leaves all of it or nothing, and nothing is written twice', async () => {
  const data = join(folder, 'killed.sqlite');
  const rows = 40_000;
  let { child, url, token } = await startChild(data);
  const id = await openJob(signedIn(url, token), insertLeads);
  await upload(signedIn(url, token), id, leads(rows));
  await send(signedIn(url, token), 'PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
  let done = 0;
  // A batch takes some 150 ms; the org answers between batches, so these moments lie in the midst of the next one.
  for (const delayMs of [30, 60]) {
    const org = signedIn(url, token);
    for (const before = done; done === before; ) {
      done = ((await (await org.fetch(`${jobs}/ingest/${id}`)).json()) as { numberRecordsProcessed: number }).numberRecordsProcessed;
      expect(done % 10_000).toBe(0);
    }
    await sleep(delayMs);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { leads: written, processed } = stored(data);
    expect({ written, rest: written % 10_000 }).toEqual({ written: processed, rest: 0 });
    done = processed;
    if (done === rows) break;
    if (delayMs < 60) ({ child, url, token } = await startChild(data));
  }
  const last = await startOrg({ data });
  const info = await ended(signedIn(last.url, token), 'ingest', id);
  expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: rows, numberRecordsFailed: 0 });
  expect(await count(connect(last), "Lead WHERE LastName = 'Survivor'")).toBe(rows);
  const results = await resultLines(signedIn(last.url, token), id, 'successfulResults');
  expect(results).toHaveLength(rows + 1);
  expect(new Set(results.map((result) => result.slice(0, 20))).size).toBe(rows + 1);
  await last.close();
}, 60_000);

test('others are answered while a job runs', async () => {
  const org = await startOrg({ data: join(folder, 'busy.sqlite') });
  const fixture = signedIn(org.url, org.accessToken);
  const id = await openJob(fixture, insertLeads);
  await upload(fixture, id, leads(50_000));
  await send(fixture, 'PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
  let answersMeanwhile = 0;
  for (;;) {
    await connect(org).sobject('Account').create({ Name: 'Meanwhile' });
    const { state } = (await (await fixture.fetch(`${jobs}/ingest/${id}`)).json()) as { state: string };
    if (state === 'JobComplete') break;
    if (state === 'InProgress') answersMeanwhile++;
  }
  expect(answersMeanwhile).toBeGreaterThan(0);
  await org.close();
});

test('an upload that breaks off leaves nothing, and can be sent again', async () => {
  const data = join(folder, 'broken.sqlite');
  const org = await startOrg({ data });
  const fixture = signedIn(org.url, org.accessToken);
  const id = await openJob(fixture, insertLeads);
  const half = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(leads(10)));
      setTimeout(() => controller.error(new Error('the cable')), 50);
    },
  });
  await expect(
    fixture.fetch(`${jobs}/ingest/${id}/batches`, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: half, duplex: 'half' } as RequestInit),
  ).rejects.toThrow();
  while ((await upload(fixture, id, leads(3))).status !== 201) await new Promise((resolve) => void setTimeout(resolve, 10));
  expect(existsSync(join(`${data}.bulk`, `${id}.part`))).toBe(false);
  await send(fixture, 'PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
  expect(await ended(fixture, 'ingest', id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 3 });
  await org.close();
});
