import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { connect } from './canvas.ts';
import { expect, test } from './fixture.ts';
import { expectAccessible } from './expectAccessible.ts';

const field = (page: Page, name: string): Locator => page.getByTestId(`mapping-${name}`);

test('columns of a file are mapped to the fields of the org by Auto-map, as a new step in front of the write, and the org would take the rows', async ({ app }) => {
  const { page } = app;

  await test.step('the file feeds the write directly', async () => {
    await page.getByTestId('node-toLead').click();
    await page.getByTestId('node-matchContacts').click({ modifiers: ['Shift'] });
    await page.keyboard.press('Delete');
    await connect(page, 'validEmail.out', 'upsertLeads.in');
    await page.getByTestId('node-upsertLeads').click();
    await page.getByRole('button', { name: 'Map to fields of Lead' }).click();
  });

  await test.step('required fields come first and are marked', async () => {
    const fields = page.getByTestId('mapping-fields').getByRole('listitem');
    await expect(fields.first()).toContainText('required');
    await expect(page.getByRole('dialog')).toContainText('2 required fields are not filled');
    // A parent can be named by a key of its own in the place of its Id.
    await expect(field(page, 'Owner.Username')).toContainText('finds the user');
  });

  await test.step('Auto-map suggests with a reason and a confidence; one is refused, the rest taken', async () => {
    await page.getByRole('button', { name: 'Auto-map' }).click();
    await expect(field(page, 'FirstName')).toContainText('100 % same name');
    await expect(field(page, 'External_Key__c')).toContainText('another word for it');
    await field(page, 'Industry').getByRole('button', { name: 'Reject the suggestion for Industry' }).click();
    await field(page, 'Email').getByRole('button', { name: 'Accept the suggestion for Email' }).click();
    await expect(field(page, 'Email').getByRole('combobox', { name: 'Column for Email' })).toHaveValue('E-mail');
    await page.getByRole('button', { name: /^Accept all \d+$/ }).click();
    await expect(page.getByRole('dialog')).not.toContainText('not filled:');
    await expect(page.getByRole('dialog')).toContainText('Columns that fill no field: Industry, Created.');
    await expect(field(page, 'LastName')).toContainText(/[A-Z]\w+/);
  });

  await test.step('Done puts one step into the flow; undo takes it out again, redo puts it back', async () => {
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByTestId('node-mapColumns')).toBeVisible();
    await page.getByTestId('canvas').click({ position: { x: 20, y: 20 } });
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByTestId('node-mapColumns')).toHaveCount(0);
    await expect(page.getByTestId('edge-validEmail.out-upsertLeads.in')).toBeAttached();
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(page.getByTestId('node-mapColumns')).toBeVisible();
  });

  await test.step('the org would take the rows', async () => {
    await page.getByTestId('plan').click();
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
    await expect(page.getByTestId('count-upsertLeads-written')).toHaveText(/\d/);
  });
});

test('a mapping that is there is opened, searched and changed by keyboard; a formula fills a field, and one undo takes all of it back', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-toLead').click();
  await page.getByRole('button', { name: 'Map to fields of Lead' }).focus();
  await page.keyboard.press('Enter');
  await expect(field(page, 'Country')).toContainText('Canada');
  // What a picklist takes stands beside it.
  await expect(field(page, 'Rating')).toContainText('Hot, Warm, Cold');

  await page.getByRole('textbox', { name: 'Search columns and fields' }).fill('source');
  await expect(page.getByTestId('mapping-fields').getByRole('listitem')).toHaveCount(1);
  await field(page, 'LeadSource').getByRole('button', { name: 'Write a formula for Lead Source' }).press('Enter');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Formula: Lead Source' }).fill('IF(ISBLANK(Phone), "Web", "Phone Inquiry")');
  await expect(field(page, 'LeadSource').getByTestId('formula-values')).toContainText('Phone Inquiry');
  await page.getByRole('textbox', { name: 'Search columns and fields' }).fill('title');
  await field(page, 'Title').getByRole('combobox', { name: 'Column for Title' }).focus();
  await page.keyboard.type('Lead Key');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Done' }).press('Enter');

  await expect(page.getByRole('textbox', { name: 'Formula: LeadSource' })).toHaveText('IF(ISBLANK(Phone), "Web", "Phone Inquiry")');
  await expect(page.getByRole('textbox', { name: 'Formula: Title' })).toHaveText('{Lead Key}');
  await page.getByTestId('canvas').click({ position: { x: 20, y: 20 } });
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+s');
  expect(readFileSync(path.join(app.dataFolder, 'flows/cleanLeads/flow.json'), 'utf8')).not.toContain('Phone Inquiry');
  await page.getByTestId('node-toLead').click();
  await expect(page.getByRole('textbox', { name: 'Formula: LeadSource' })).toHaveText('"Web"');
  await expect(page.getByRole('textbox', { name: 'Formula: Title' })).toHaveCount(0);
});

test('axe finds nothing, light or dark, in the mapping', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-toLead').click();
  await page.getByRole('button', { name: 'Map to fields of Lead' }).click();
  await field(page, 'Email').getByRole('button', { name: 'Leave Email unfilled' }).click();
  await field(page, 'Company').getByRole('button', { name: 'Leave Company unfilled' }).click();
  await page.getByRole('button', { name: 'Auto-map' }).click();
  await expect(field(page, 'Email')).toContainText('%');
  await field(page, 'Phone').getByRole('button', { name: 'Write a formula for Phone' }).click();
  await expect(field(page, 'Phone').getByTestId('formula')).toBeVisible();
  await expectAccessible(page);
});
