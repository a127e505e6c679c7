import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixture.ts';

const kept = {
  sluice: 1,
  name: 'Of one country',
  parameters: { country: { type: 'text', description: 'As the list spells it' } },
  nodes: {
    leads: { type: 'flowInput', version: 1, title: 'Leads', settings: {} },
    keep: { type: 'filterRows', version: 1, settings: { condition: 'Country = "{{country}}"' } },
    theirs: { type: 'flowOutput', version: 1, title: 'Theirs', settings: {} },
  },
  edges: [{ from: 'leads.out', to: 'keep.in' }, { from: 'keep.out', to: 'theirs.in' }],
};
const main = {
  sluice: 1,
  name: 'Main',
  nodes: {
    read: { type: 'csvRead', version: 1, settings: { file: 'leads.csv', columns: [{ name: 'Name', type: 'text' }, { name: 'Country', type: 'text' }] } },
    call: { type: 'callFlow', version: 1, settings: {} },
    write: { type: 'csvWrite', version: 1, settings: { file: 'out.csv' } },
  },
  edges: [{ from: 'read.out', to: 'call.in' }, { from: 'call.out', to: 'write.in' }],
};

test('a flow calls another: ports and parameters come from there, one card counts and is traced for it, and a double click opens it', async ({ app }) => {
  const { page, dataFolder } = app;
  const folder = path.join(dataFolder, 'flows/cleanLeads');
  await expect(page.getByTestId('node-refused')).toBeVisible();
  // Put beside the flow that is open, and opened as the one of last time.
  writeFileSync(path.join(folder, 'country.json'), JSON.stringify(kept));
  writeFileSync(path.join(folder, 'flow.json'), JSON.stringify(main));
  writeFileSync(path.join(folder, 'leads.csv'), 'Name,Country\nAda,Peru\nBjörn,Chile\nChiara,Peru\n');
  await page.reload();
  const card = page.getByTestId('node-call');
  await card.click();
  await page.getByTestId('field-file').getByRole('textbox').fill('country.json');
  const parameters = page.getByTestId('field-parameters');
  await expect(parameters).toContainText('As the list spells it');
  await expect(parameters).toContainText('needs a value for its parameter "country"');
  await parameters.getByLabel('country').fill('Peru');
  await expect(card.locator('[data-handleid="leads"]')).toHaveAttribute('title', 'Leads');

  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  expect(readFileSync(path.join(folder, 'out.csv'), 'utf8')).toBe('Name,Country\nAda,Peru\nChiara,Peru\n');
  await expect(card).toContainText('2');
  await page.getByRole('tab', { name: 'Nodes' }).click();
  await expect(page.getByRole('row', { name: /Call flow/ })).toContainText('done');

  // A row behind the call is followed back through it; the card stands for the nodes inside.
  await page.getByTestId('edge-call.theirs-write.in').click();
  await page.getByTestId('sample-grid').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Where does this row come from?' }).click();
  await expect(page.getByTestId('step-call/keep')).toContainText('Of one country › Filter rows');
  await expect(card).toHaveAttribute('data-way', 'on');
  await page.getByTestId('lineage').getByRole('button', { name: 'Close' }).click();

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
  await card.dblclick();
  await expect(page.getByTestId('node-leads')).toContainText('Leads');
});
