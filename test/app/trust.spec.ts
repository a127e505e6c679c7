import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';
import { saveToken } from './saveToken.ts';
import { queryDemoOrg } from './queryDemoOrg.ts';

interface OrgFile {
  readonly url: string;
  readonly accessToken: string;
}

const demoOrg = (dataFolder: string): OrgFile => JSON.parse(readFileSync(path.join(dataFolder, 'demoOrg.json'), 'utf8')) as OrgFile;
const phase = (page: Page, name: string) => expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', name);

/** Somebody else changes a lead in the org. */
async function changeLead(dataFolder: string, key: string, fields: Record<string, string>): Promise<void> {
  const { url, accessToken } = demoOrg(dataFolder);
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/services/data/v65.0/sobjects/Lead/External_Key__c/${key}`, { method: 'PATCH', headers, body: JSON.stringify(fields) });
  expect(answer.ok).toBe(true);
}

async function planDemo(page: Page): Promise<void> {
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(page.getByTestId('apply')).toBeVisible();
}


/** How many leads of the org the demo flow has written. */
async function cleaned(dataFolder: string): Promise<number> {
  const leads = await queryDemoOrg(dataFolder, 'SELECT Description FROM Lead');
  return leads.filter((lead) => String(lead['Description']).startsWith('First seen on ')).length;
}

/** Opens the first row that is shown of the changes. */
async function openFirst(page: Page): Promise<void> {
  await expect(page.locator('#change-0')).toBeVisible();
  await page.getByTestId('change-grid').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('change')).toBeVisible();
}

const total = async (page: Page, action: string): Promise<number> => Number((await page.getByTestId(`total-${action}`).locator('b').innerText()).replaceAll(',', ''));

test('every change is seen before it is written; what somebody else changed meanwhile is held back; the proof counts again, and axe finds nothing in it', async ({ app }) => {
  const { page } = app;
  const org = (soql: string) => queryDemoOrg(app.dataFolder, soql);
  let changed = '';
  let created = 0;

  await test.step('the plan says what would be written, with old and new values, and writes nothing', async () => {
    await planDemo(page);
    created = await total(page, 'insert');
    expect(created).toBeGreaterThan(1000);
    await expect(page.getByTestId('run-actions')).toContainText('Nothing is written yet');
    await expect(page.getByTestId('plan-cost')).toContainText(/Lead in the demo org.*API calls left today/);
    await expect(page.getByTestId('count-upsertLeads-written').locator('..')).toContainText('to write');
    expect(await cleaned(app.dataFolder)).toBe(0);
  });

  await test.step('by keyboard: only the changed ones, one of them whole', async () => {
    await page.getByTestId('total-update').focus();
    await page.keyboard.press('Enter');
    const grid = page.getByTestId('change-grid');
    await expect(grid).toHaveAttribute('aria-rowcount', String(await total(page, 'update')));
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('change')).toContainText('Before');
    changed = (await page.getByRole('dialog').getByRole('heading').innerText()).split(':')[0]!;
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: 'Find a key or a value' }).fill(changed);
    await expect(grid).toHaveAttribute('aria-rowcount', '1');
  });

  await test.step('a record that somebody changes after the plan is held back', async () => {
    await changeLead(app.dataFolder, changed, { Phone: '1' });
    await page.getByTestId('apply').click();
    await expect(page.getByTestId('undo-run')).toBeVisible();
    await page.getByRole('button', { name: 'Show why' }).click();
    await expect(page.getByTestId('rejected-groups')).toContainText('targetChanged');
    expect(await org(`SELECT Phone FROM Lead WHERE External_Key__c = '${changed}'`)).toMatchObject([{ Phone: '1' }]);
  });

  await test.step('the proof counts again in the org: green, and kept as a file', async () => {
    await page.getByRole('button', { name: 'Proof' }).click();
    await expect(page.getByTestId('proof')).toHaveAttribute('data-whole', 'true');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Markdown' }).click();
    await expect(page.getByText(/Saved as proof-.*\.md/)).toBeVisible();
    const saved = /proof-\w+\.md/.exec(await page.getByText(/Saved as proof-/).innerText())![0];
    expect(readFileSync(path.join(app.dataFolder, 'flows/cleanLeads', saved), 'utf8')).toContain('Every row is accounted for.');
    await page.keyboard.press('Escape');
  });
});

test('a run is taken back: first what that would do, what somebody changed since with all three values, then the undo; all of it is in the history, and axe finds nothing in the choices', async ({ app }) => {
  const { page } = app;
  await planDemo(page);
  await page.getByTestId('apply').click();

  let changed: string[] = [];
  let kept: string[] = [];
  await test.step('undo shows first what it would do; a value changed since is a conflict with all three values', async () => {
    await expect(page.getByTestId('undo-run')).toBeVisible();
    const written = await queryDemoOrg(app.dataFolder, "SELECT External_Key__c, Description FROM Lead WHERE External_Key__c LIKE 'LEAD-01%'");
    changed = written.filter(({ Description }) => String(Description).startsWith('First seen on ')).map(({ External_Key__c }) => String(External_Key__c)).slice(0, 3);
    for (const key of changed) await changeLead(app.dataFolder, key, { Phone: '2' });
    await page.getByTestId('undo-run').click();
    await expect(page.getByTestId('undo-now')).toBeVisible();
    expect(await total(page, 'conflict')).toBe(3);
    await page.getByTestId('total-conflict').click();
    await openFirst(page);
    await expect(page.getByTestId('change')).toContainText(/Before\s*Ours\s*Now/);
    await page.keyboard.press('Escape');
  });

  await test.step('the person chooses: for all of a kind, for one record by the mouse, for another by keyboard', async () => {
    const actions = page.getByTestId('run-actions');
    const kinds = page.getByTestId('conflict-kinds');
    const choice = (row: number) => page.locator(`#change-${row}`).getByRole('button');
    await expect(kinds).toContainText('3 records: somebody changed Phone');
    await kinds.getByText('Put back').click();
    await expect(choice(2)).toHaveText('put back');
    await choice(0).click();
    await expect(choice(0)).toHaveText('left as is');
    await expect(kinds).toContainText('1 record chosen otherwise');
    await expect(actions).toContainText('3 records changed by somebody since, 2 of them put back too.');
    await page.getByTestId('change-grid').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    await expect(choice(2)).toHaveText('left as is');
    await expect(actions).toContainText('1 of them put back too');
    kept = await Promise.all([0, 2].map((row) => page.locator(`#change-${row}`).innerText()));
    await expectAccessible(page);
  });

  await test.step('the undo does what was chosen', async () => {
    await page.getByTestId('undo-now').click();
    await expect(page.getByTestId('question')).toContainText('Left as they are: 2 records');
    await expect(page.getByTestId('question')).toContainText('Put back too: 1 record');
    await expect(page.getByTestId('question')).toContainText('Not taken back: what triggers');
    await page.getByTestId('confirm').click();
    await expect(page.getByTestId('run-actions')).toContainText('taken back');
    // All but the two that are left as they are.
    expect(await cleaned(app.dataFolder)).toBe(2);
    const left = await queryDemoOrg(app.dataFolder, "SELECT External_Key__c FROM Lead WHERE Phone = '2'");
    expect(left).toHaveLength(2);
    for (const { External_Key__c } of left) expect(kept.some((text) => text.includes(`"${String(External_Key__c)}"`))).toBe(true);
  });

  await test.step('the history knows each of them; the audit log is whole', async () => {
    await page.getByRole('tab', { name: 'History' }).click();
    await expect(page.getByTestId('history').locator('tbody td:nth-child(2)')).toHaveText(['Undo, finished', 'Preview of an undo, finished', 'Apply, finished', 'Preview, finished']);
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('audit');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('audit')).toContainText('undo began');
    await page.getByRole('button', { name: 'Check the log' }).click();
    await expect(page.getByTestId('audit-verdict')).toContainText('as written');
  });
});

test('a row is followed back to where it came from: on the canvas and step by step', async ({ app }) => {
  const { page } = app;
  await planDemo(page);
  await page.getByTestId('edge-matchContacts.out-upsertLeads.in').click();
  await page.getByTestId('sample-grid').focus();
  await page.keyboard.press('Enter');
  const key = await page.getByTestId('record').getByText(/^LEAD-\d+$/).innerText();
  await page.getByRole('button', { name: 'Where does this row come from?' }).click();
  await expect(page.getByTestId('step-readLeads')).toContainText(key);
  await expect(page.getByTestId('step-toLead')).toContainText('Description');
  await expect(page.getByTestId('node-validEmail')).toHaveAttribute('data-way', 'on');
  await expect(page.getByTestId('node-refused').or(page.getByTestId('node-rejectedByOrg'))).not.toHaveAttribute('data-way', 'on');
  await page.getByTestId('lineage').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByTestId('node-validEmail')).not.toHaveAttribute('data-way');

  await test.step('so is a row of the plan, by its key', async () => {
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByRole('searchbox', { name: 'Find a key or a value' }).fill(key);
    await openFirst(page);
    await page.getByRole('button', { name: 'Where does this row come from?' }).click();
    await expect(page.getByTestId('step-readLeads')).toContainText(key);
  });
});

test('saving notes what the flow was made for; what the org changes since is named at the node, until it is taken as it is', async ({ app }) => {
  const { page } = app;
  await page.getByRole('textbox', { name: 'Name of the flow' }).fill('Leads of the fair');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+s');
  const file = path.join(app.dataFolder, 'flows/cleanLeads/flow.fields.json');
  await expect.poll(() => existsSync(file)).toBe(true);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"type": "email", "length": 80', '"type": "email", "length": 200'));
  await page.reload();
  await page.getByRole('tab', { name: 'Problems' }).click();
  await expect(page.getByTestId('problems')).toContainText(/Email.*200.*80/);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('take the orgs');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('problems')).toContainText('No problems');
});

test('a run that was stopped goes on where it was; only its rejected rows are previewed and written again', async ({ app }) => {
  const { page } = app;
  await planDemo(page);
  const faults = (init: RequestInit) => fetch(`${demoOrg(app.dataFolder).url}/demo/faults`, { headers: { 'content-type': 'application/json' }, ...init });
  await faults({ method: 'POST', body: JSON.stringify({ kind: 'slow', delayMs: 700, times: 1000, path: '/composite' }) });
  await page.getByTestId('apply').click();
  await phase(page, 'running');
  await expect(page.getByTestId('count-upsertLeads-in')).not.toHaveText('0');
  await page.getByTestId('cancel').click();
  await phase(page, 'cancelled');
  await expect(page.getByTestId('run-actions')).toContainText('It can go on where it was');
  await expect(page.getByTestId('node-upsertLeads').getByRole('img', { name: 'stopped' })).toBeVisible();
  await faults({ method: 'DELETE' });
  await page.getByRole('button', { name: 'Resume' }).click();
  await phase(page, 'succeeded');
  const written = Number((await page.getByTestId('count-upsertLeads-written').innerText()).replaceAll(',', ''));
  expect(await cleaned(app.dataFolder)).toBe(written);

  await page.getByTestId('node-upsertLeads').getByTitle('Show the rejected rows and why').click();
  await page.getByRole('button', { name: 'Fill Company where it is blank' }).click();
  const rejected = Number(await page.getByTestId('count-upsertLeads-rejected').innerText());
  await page.getByRole('button', { name: /^Retry \d+ rows$/ }).click();
  await expect(page.getByTestId('count-upsertLeads-in')).toHaveText(String(rejected));
  await expect(page.getByTestId('run-actions')).toContainText('Nothing is written yet');
  expect(await cleaned(app.dataFolder)).toBe(written);
  await page.getByTestId('apply').click();
  await expect(page.getByTestId('undo-run')).toBeVisible();
  expect(await cleaned(app.dataFolder)).toBeGreaterThan(written);
});

test('the limits of a flow are part of it: a plan past them says so, and a run stops before', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.getByLabel('Most records written').fill('100');
  await page.getByLabel('Sandbox before production').check();
  await planDemo(page);
  await expect(page.getByTestId('over-limit')).toContainText(/more than the limits of the flow allow: 1,\d+ records to write, and a run may write 100/);
  await page.getByTestId('apply').click();
  await expect(page.getByRole('alert')).toContainText('The limits of the flow say that a run may write 100 rows at most');
  expect(await cleaned(app.dataFolder)).toBe(0);
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(() => readFileSync(path.join(app.dataFolder, 'flows/cleanLeads/flow.json'), 'utf8')).toContain('"limits": { "rows": 100, "sandboxFirst": true }');
});

test('production has a red frame, is planned first, and asks for the name of the org, and axe finds nothing in the question', async ({ app }) => {
  const { page } = app;
  const org = await startOrg({ data: ':memory:' });
  try {
    await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
    await page.getByRole('button', { name: 'Connections…' }).click();
    await saveToken(page, 'live', org.url, org.accessToken);
    await expect(page.getByTestId('connection-live').getByTestId('finding-signedIn')).toBeVisible();
    // What runs on this machine counts as a demo org; this one stands for a real one.
    const file = path.join(app.dataFolder, 'connections.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"environment": "demo"', '"environment": "production"'));
    await page.reload();
    await page.getByTestId('node-upsertLeads').click();
    await page.getByTestId('inspector').getByRole('combobox', { name: 'Connection' }).click();
    await page.getByRole('option', { name: /live/ }).click();
    await expect(page.getByTestId('production')).toBeVisible();

    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByTestId('run-actions')).toContainText('Nothing is written yet');
    await page.getByTestId('apply').click();
    await expect(page.getByTestId('question')).toContainText(/Sluice will create 1,\d+ and change \d+ records of Lead in /);
    await expect(page.getByTestId('confirm')).toBeDisabled();
    const field = page.getByTestId('question').getByRole('textbox');
    await field.fill('another');
    await expect(page.getByTestId('confirm')).toBeDisabled();
    const name = /Type (.*) to go on/.exec(await page.getByTestId('question').innerText())![1]!;
    await field.fill(name);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('undo-run')).toBeVisible();
    await expect(page.getByTestId('count-upsertLeads-written')).not.toHaveText('0');
  } finally {
    await org.close();
  }
});

test('axe finds nothing, light or dark, in a plan; an edit makes it one of before, which is not applied', async ({ app }) => {
  const { page } = app;
  await planDemo(page);
  await page.getByTestId('total-update').click();
  await page.getByTestId('change-grid').focus();
  await expectAccessible(page);
  await page.getByLabel('Name of the flow').fill('Renamed');
  await page.getByLabel('Name of the flow').press('Enter');
  await expect(page.getByTestId('apply')).toHaveCount(0);
  await page.getByRole('button', { name: 'Preview again' }).click();
  await expect(page.getByTestId('apply')).toBeVisible();
});

test('axe finds nothing, light or dark, in the way of a row', async ({ app }) => {
  const { page } = app;
  await planDemo(page);
  await openFirst(page);
  await page.getByRole('button', { name: 'Where does this row come from?' }).click();
  await expect(page.getByTestId('step-readLeads')).toBeVisible();
  await expectAccessible(page);
});
