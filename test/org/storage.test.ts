import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { connect } from './orgFixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'org-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('records, sessions and open results survive a restart', async () => {
  const data = join(folder, 'deep', 'restart.sqlite');
  const first = await startOrg({ data });
  const token = first.accessToken;
  const created = await connect(first).sobject('Account').create({ Name: 'Kept' });
  const url = encodeURIComponent('SELECT Id FROM Contact');
  const page = (await (
    await fetch(`${first.url}/services/data/v62.0/query?q=${url}`, { headers: { authorization: `Bearer ${token}`, 'sforce-query-options': 'batchSize=200' } })
  ).json()) as { nextRecordsUrl: string };
  await first.close();

  const second = await startOrg({ data });
  const read = async (path: string): Promise<Response> => fetch(second.url + path, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await read(`/services/data/v62.0/sobjects/Account/${created.id!}`)).json()).toMatchObject({ Name: 'Kept' });
  expect(await (await read(page.nextRecordsUrl)).json()).toMatchObject({ done: true });
  await second.close();
});

test('what was answered survives kill -9', async () => {
  const data = join(folder, 'killed.sqlite');
  const program = `import { startOrg } from ${JSON.stringify(new URL('../../demoOrg/startOrg.ts', import.meta.url).href)};
    const org = await startOrg({ data: ${JSON.stringify(data)} }); console.log(JSON.stringify({ url: org.url, token: org.accessToken }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url, token } = JSON.parse(line.toString()) as { url: string; token: string };
  const records = Array.from({ length: 200 }, (_, index) => ({ LastName: 'Survivor', Company: 'x', External_Key__c: `k-${index}` }));
  const response = await fetch(`${url}/services/data/v62.0/composite/sobjects/Lead/External_Key__c`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ records }),
  });
  expect(response.status).toBe(200);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const org = await startOrg({ data });
  expect((await connect(org).query("SELECT COUNT() FROM Lead WHERE LastName = 'Survivor'")).totalSize).toBe(200);
  await org.close();
});

test('a new org has the same records every time', async () => {
  const lists = await Promise.all(
    [1, 2].map(async () => {
      const org = await startOrg({ data: ':memory:' });
      const { records } = await connect(org).query('SELECT Id, Name, Email, AccountId, OwnerId FROM Contact');
      await org.close();
      return records;
    }),
  );
  expect(lists[0]).toEqual(lists[1]);
});

/** Makes a file look as if an older version had made it. */
function age(data: string): void {
  const database = new DatabaseSync(data);
  database.exec("UPDATE _meta SET value = '1' WHERE name = 'format'; DROP TABLE \"Task\"; DELETE FROM _object WHERE name = 'Task'");
  database.close();
}

test('a file of an older version is made anew while nobody has changed anything in it', async () => {
  const data = join(folder, 'older.sqlite');
  await (await startOrg({ data })).close();
  age(data);
  const org = await startOrg({ data });
  expect((await connect(org).query('SELECT COUNT() FROM Task')).totalSize).toBeGreaterThan(0);
  await org.close();
});

test('with changes in it, it stays as it is, and that is said', async () => {
  const data = join(folder, 'olderChanged.sqlite');
  const org = await startOrg({ data });
  await sleep(1_100); // moments are stored in seconds
  await connect(org).sobject('Account').create({ Name: 'Mine' });
  await org.close();
  age(data);
  await expect(startOrg({ data })).rejects.toMatchObject({ code: 'EORGFILE', message: expect.stringContaining('holds changes of yours') as string });
});

test('a port that is taken is said in a sentence', async () => {
  const org = await startOrg({ data: ':memory:' });
  await expect(startOrg({ data: ':memory:', port: org.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${org.port} on 127.0.0.1 is in use by another program. Stop that program, or start the demo org on another port (0 takes any free one).`,
  });
  await org.close();
});

test('a file that is not an org is said in a sentence, and stays as it was', async () => {
  const data = join(folder, 'letter.sqlite');
  await writeFile(data, 'Dear Sir or Madam, this is no database at all, but it is long enough to look like a file. '.repeat(20));
  await expect(startOrg({ data })).rejects.toThrow(`${data} is not a demo org's file`);
});
