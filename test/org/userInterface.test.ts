import { expect, test } from 'vitest';
import { apiVersion, orgForThisFile, refusalOf } from './orgFixture.ts';

const fixture = orgForThisFile();
const base = `/services/data/v${apiVersion}`;
const get = async (path: string): Promise<unknown> => (await fixture.fetch(base + path)).json();

test('what was written last is recent', async () => {
  const { connection } = fixture;
  await connection.sobject('Account').create({ Name: 'Before' });
  await fixture.fault({ kind: 'clock', offsetMs: 5_000 });
  const { id } = await connection.sobject('Account').create({ Name: 'Most recent' });
  expect((await connection.recent())[0]).toEqual({ attributes: { type: 'Account', url: `${base}/sobjects/Account/${id}` }, Id: id, Name: 'Most recent' });
  expect((await connection.recent('Account', 3)).map(({ Name }) => Name as string)[0]).toBe('Most recent');
  expect(await connection.recent(2)).toHaveLength(2);
});

test('tabs and theme name the objects people work with', async () => {
  const tabs = await fixture.connection.tabs();
  expect(tabs.map(({ sobjectName }) => sobjectName)).toEqual(expect.arrayContaining(['Account', 'Lead', 'Invoice__c']));
  expect(tabs.map(({ sobjectName }) => sobjectName)).not.toContain('Profile');
  expect((await fixture.connection.theme()).themeItems[0]).toMatchObject({ name: 'Account', colors: [{ context: 'primary' }] });
});

test('a layout holds the fields in rows of two, each with its description', async () => {
  const { layouts, recordTypeMappings } = await fixture.connection.sobject('Account').layouts();
  const [section] = layouts[0]!.detailLayoutSections;
  expect(section).toMatchObject({ heading: 'Account Information', columns: 2 });
  expect(section!.layoutRows[0]!.layoutItems).toHaveLength(2);
  const items = (layouts[0]!.editLayoutSections[0]!.layoutRows as unknown as { layoutItems: { label: string; layoutComponents: { value: string }[] }[] }[]).flatMap(
    ({ layoutItems }) => layoutItems,
  );
  expect(items.map(({ layoutComponents: [component] }) => component!.value)).toContain('Industry');
  expect(recordTypeMappings[0]).toMatchObject({ master: true, layoutId: layouts[0]!.id });
  expect(await fixture.connection.sobject('Account').compactLayouts()).toMatchObject({ compactLayouts: [] });
  expect(await fixture.connection.sobject('Account').approvalLayouts()).toEqual({ approvalLayouts: [] });
});

test('list views give their records', async () => {
  const account = fixture.connection.sobject('Account');
  const { listviews } = (await account.listviews()) as { listviews: { id: string; developerName: string }[] };
  expect(listviews.map(({ developerName }) => developerName)).toEqual(['AllAccounts', 'MyAccounts']);
  const results = (await account.listview(listviews[0]!.id).results()) as { size: number; records: { columns: { fieldNameOrPath: string; value: unknown }[] }[] };
  expect(results.size).toBe(25);
  expect(results.records[0]!.columns[0]).toEqual({ fieldNameOrPath: 'Name', value: expect.any(String) });
  expect(await account.listview(listviews[1]!.id).describe()).toMatchObject({ scope: 'mine', sobjectType: 'Account' });
  expect(await get('/sobjects/Account/listviews/AllAccounts/results?limit=2&offset=3')).toMatchObject({ size: 2, done: false });
});

test('a quick action makes a record', async () => {
  const actions = await fixture.connection.quickActions();
  expect(actions.map(({ name }) => name)).toContain('NewLead');
  const action = fixture.connection.quickAction('NewLead');
  expect(await action.describe()).toMatchObject({ targetSobjectType: 'Lead', type: 'Create' });
  const made = (await (
    await fixture.fetch(`${base}/quickActions/NewLead`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ record: { LastName: 'By action', Company: 'x' } }),
    })
  ).json()) as { id: string };
  expect(await fixture.connection.sobject('Lead').retrieve(made.id)).toMatchObject({ LastName: 'By action' });
});

test('there are no process rules, no approvals and no sandboxes', async () => {
  expect(await fixture.connection.process.rule.list()).toEqual({});
  expect(await fixture.connection.process.approval.list()).toEqual({});
  expect(await fixture.connection.tooling.query("SELECT Id, Status FROM SandboxProcess WHERE SandboxOrganization = '00D' ORDER BY CreatedDate DESC")).toMatchObject({
    totalSize: 0,
    done: true,
    records: [],
  });
});

test('who keeps a copy can ask what was written and what was deleted', async () => {
  const { connection } = fixture;
  const kept = await connection.sobject('Lead').create({ LastName: 'Kept', Company: 'x' });
  const gone = await connection.sobject('Lead').create({ LastName: 'Gone', Company: 'x' });
  await connection.sobject('Lead').destroy(gone.id!);
  const [start, end] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
  const updated = await connection.sobject('Lead').updated(start, end);
  expect(updated.ids).toContain(kept.id);
  expect(updated.ids).not.toContain(gone.id);
  const deleted = await connection.sobject('Lead').deleted(start, end);
  expect(deleted.deletedRecords).toEqual([{ id: gone.id, deletedDate: expect.stringMatching(/\.000\+0000$/) as string }]);
  expect(await refusalOf(connection.sobject('Lead').updated(end, start))).toMatchObject({ errorCode: 'INVALID_REPLICATION_DATE' });
  expect(await refusalOf(connection.sobject('Lead').updated(new Date(0), end))).toMatchObject({ errorCode: 'INVALID_REPLICATION_DATE' });
});
