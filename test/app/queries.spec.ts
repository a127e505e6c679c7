import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

/** Opens the flow that exports contacts, and the builder of its query. */
async function openBuilder(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Open a flow' }).click();
  await page.getByRole('button', { name: /Export contacts/ }).click();
  await page.getByTestId('node-contacts').click();
  await page.getByRole('button', { name: 'Build the query' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: 'Birthdate' })).toBeVisible();
  return dialog;
}

const text = (dialog: Locator): Locator => dialog.getByRole('textbox', { name: 'Query' });

test('a query is built: fields through a relationship, filters, order, a limit; the text follows, and the rows are seen before it is kept', async ({ app }) => {
  const { page } = app;
  const dialog = await openBuilder(page);

  await test.step('fields are ticked, the parent’s too', async () => {
    await dialog.getByRole('checkbox', { name: 'Birthdate' }).check();
    await dialog.getByRole('button', { name: 'Account', exact: true }).click();
    await dialog.getByRole('checkbox', { name: 'Industry' }).check();
    await dialog.getByRole('button', { name: 'Leave out HasOptedOutOfEmail' }).click();
    await expect(text(dialog)).toHaveValue(/^SELECT Id, FirstName, .* Account\.Name, Birthdate, Account\.Industry FROM Contact ORDER BY/);
  });

  await test.step('filters go together by all or any, in groups', async () => {
    await dialog.getByRole('button', { name: 'Add a group' }).first().click();
    const filter = (number: number): Locator => dialog.getByTestId(`soql-filter-${number}`).last();
    await filter(1).getByRole('combobox', { name: 'Field 1' }).click();
    await page.getByRole('option', { name: 'Mailing City' }).click();
    await filter(1).getByRole('combobox', { name: 'Value 1' }).fill("O'Fallon");
    await filter(2).getByRole('combobox', { name: 'Field 2' }).click();
    await page.getByRole('option', { name: 'Email', exact: true }).click();
    await filter(2).getByRole('combobox', { name: 'How it compares 2' }).click();
    await page.getByRole('option', { name: 'is not blank' }).click();
    await expect(text(dialog)).toHaveValue(/WHERE MailingCity = 'O\\'Fallon' OR Email != NULL ORDER BY/);
  });

  await test.step('order and limit', async () => {
    await dialog.getByRole('combobox', { name: 'Direction: LastName' }).click();
    await page.getByRole('option', { name: 'descending' }).click();
    await dialog.getByRole('textbox', { name: 'At most' }).fill('7');
    await expect(text(dialog)).toHaveValue(/ORDER BY LastName DESC, FirstName LIMIT 7$/);
  });

  await test.step('the rows and their number are seen', async () => {
    await dialog.getByRole('button', { name: 'Preview rows' }).click();
    await expect(dialog.getByTestId('soql-count')).toHaveText('7 records');
    await expect(dialog.getByRole('row')).toHaveCount(8);
  });

  await test.step('Done keeps query and columns as one edit', async () => {
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByTestId('field-soql').getByRole('textbox')).toHaveValue(/Account\.Industry/);
    await expect(page.getByTestId('field-columns').getByRole('textbox').last()).toHaveValue('Account.Industry');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
    const flow = readFileSync(path.join(app.dataFolder, 'flows/exportContacts/flow.json'), 'utf8');
    expect(flow).toContain('LIMIT 7');
    expect(flow).toContain('{ "name": "Birthdate", "type": "date" }');
    await page.getByTestId('canvas').click({ position: { x: 20, y: 20 } });
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByTestId('node-contacts').click();
    await expect(page.getByTestId('field-soql').getByRole('textbox')).not.toHaveValue(/Industry/);
    await expect(page.getByTestId('field-columns').getByRole('textbox').last()).toHaveValue('Account.Name');
  });
});

test('the builder follows the text, says what it cannot show, and loses none of it', async ({ app }) => {
  const { page } = app;
  const dialog = await openBuilder(page);

  await text(dialog).fill("SELECT Id, (SELECT Subject FROM Cases) FROM Contact WHERE NOT (Email = null) ORDER BY Name LIMIT 5 OFFSET 2");
  await expect(dialog.getByText('These filters have parts that only the text can show')).toBeVisible();
  await expect(dialog.getByText('OFFSET is shown in the text alone and stays as it is.')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Birthdate' }).check();
  await expect(text(dialog)).toHaveValue('SELECT Id, (SELECT Subject FROM Cases), Birthdate FROM Contact WHERE NOT (Email = NULL) ORDER BY Name LIMIT 5 OFFSET 2');

  await text(dialog).fill('SELECT Id FROM Contact WHERE');
  await expect(dialog.getByText('The builder cannot read this text')).toBeVisible();
  await expect(text(dialog)).toHaveValue('SELECT Id FROM Contact WHERE');

  await text(dialog).fill('SELECT Id FROM Account WHERE Industry = \'Retail\'');
  await expect(dialog.getByRole('combobox', { name: 'Value 1' })).toHaveValue('Retail');
  await expect(dialog.getByRole('checkbox', { name: 'Account Number' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByTestId('field-soql').getByRole('textbox')).toHaveValue(/FROM Contact ORDER BY/);
});

test('a query is built from nothing by keyboard alone', async ({ app }) => {
  const { page } = app;
  const dialog = await openBuilder(page);
  await text(dialog).fill('');
  const object = dialog.getByRole('combobox', { name: 'Object' });
  await object.focus();
  await page.keyboard.type('Opportunity');
  await expect(page.getByRole('option', { name: 'Opportunity', exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(text(dialog)).toHaveValue('SELECT Id FROM Opportunity');
  const stage = dialog.getByRole('checkbox', { name: /^Stage/ });
  await stage.focus();
  await page.keyboard.press('Space');
  await expect(text(dialog)).toHaveValue('SELECT Id, StageName FROM Opportunity');
  await dialog.getByRole('button', { name: 'Done' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('field-soql').getByRole('textbox')).toHaveValue('SELECT Id, StageName FROM Opportunity');
});

test('axe finds nothing, light or dark, in the query builder', async ({ app }) => {
  const { page } = app;
  const dialog = await openBuilder(page);
  await dialog.getByRole('button', { name: 'Add a group' }).click();
  await text(dialog).fill(`${await text(dialog).inputValue()} LIMIT 3 OFFSET 1`);
  await dialog.getByRole('button', { name: 'Preview rows' }).click();
  await expect(dialog.getByTestId('soql-count')).not.toBeEmpty();
  await expectAccessible(page);
});
