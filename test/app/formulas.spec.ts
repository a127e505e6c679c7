import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectAccessible } from './expectAccessible.ts';
import { expect, test } from './fixture.ts';

test('a condition is written with completion, help and the values of sample rows, and nothing has run yet', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-validEmail').click();
  const field = page.getByTestId('field-condition');
  const editor = field.getByRole('textbox', { name: 'Condition' });
  const values = field.getByTestId('formula-values');

  await test.step('the first rows of the file show what the condition gives', async () => {
    await expect(values.getByRole('listitem')).toHaveText(['1true', '2true', '3true']);
  });

  await test.step('functions and columns complete themselves, and the call says how it is written', async () => {
    await editor.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('CONT');
    await expect(page.getByRole('option').first()).toContainText('CONTAINS');
    await page.keyboard.press('Enter');
    await expect(editor).toHaveText('CONTAINS()');
    await expect(field.getByTestId('formula-signature')).toContainText('CONTAINS(');
    await page.keyboard.type('{E-');
    await expect(page.getByRole('option')).toHaveText(['E-mailtext']);
    await page.keyboard.press('Enter');
    await expect(editor).toHaveText('CONTAINS({E-mail})');
    await page.keyboard.type(', "kaan');
    await expect(editor).toHaveText('CONTAINS({E-mail}, "kaan")');
  });

  await test.step('the values follow what is typed, and other rows can be stepped to', async () => {
    await expect(values).toContainText('Rows 1–3 of 50');
    await expect(values).toContainText('false');
    // As slow as a person: the button stays under the pointer.
    await values.getByRole('button', { name: 'Next rows' }).click({ delay: 120 });
    await expect(values).toContainText('Rows 4–6 of 50');
    await expect(values.getByRole('listitem').first()).toContainText('4');
  });

  await test.step('the file on disk has what was written', async () => {
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByTestId('save-state')).toHaveAttribute('data-dirty', 'false');
    expect(readFileSync(path.join(app.dataFolder, 'flows/cleanLeads/flow.json'), 'utf8')).toContain('CONTAINS({E-mail}, \\"kaan\\")');
  });
});

test('a fault is underlined where it is and said in words; hovering a function explains it', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-validEmail').click();
  const field = page.getByTestId('field-condition');
  const editor = field.getByRole('textbox', { name: 'Condition' });
  await editor.fill('ISBLANK(Compny)');
  await expect(field).toContainText('There is no column "Compny" in the incoming rows.');
  await expect(field.locator('.cm-lintRange-error')).toHaveText('Compny');
  await expect(editor).toHaveAttribute('aria-invalid', 'true');
  await field.getByText('ISBLANK', { exact: true }).hover();
  await expect(page.getByRole('tooltip').or(page.locator('.cm-tooltip-hover'))).toContainText('ISBLANK(value)');
});

test('the keyboard goes into a formula and out again: Tab moves on, Escape gives the keys back, undo is the flow’s', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-toLead').click();
  const first = page.getByRole('textbox', { name: 'Formula: FirstName' });
  // The editor itself comes a moment after the page; until then a plain field stands in.
  await expect(first).toHaveAttribute('contenteditable', 'true');
  await first.focus();
  await page.keyboard.press('Tab');
  await expect(first).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(first).toBeFocused();

  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' & "!"');
  await expect(first).toHaveText('INITCAP(TRIM({First Name})) & "!"');
  await page.keyboard.press('Escape');
  await expect(first).not.toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(first).toHaveText('INITCAP(TRIM({First Name}))');
});

test('a formula below an org shows values only when the person asks for them', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Open a flow' }).click();
  await page.getByRole('button', { name: /Export contacts/i }).click();
  await page.getByTestId('node-reachable').click();
  const formula = page.getByTestId('formula').first();
  await formula.getByRole('textbox').click();
  await formula.getByRole('button', { name: 'Show values of sample rows' }).click();
  await expect(formula.getByTestId('formula-values')).toBeVisible();
});

test('axe finds nothing, light or dark, in a formula that is being written', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-validEmail').click();
  const formula = page.getByRole('textbox', { name: 'Condition' });
  await expect(formula).toHaveAttribute('contenteditable', 'true');
  await formula.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('AND(LEFT(Compny, 1) = "A", ISB');
  await expect(page.getByRole('option').first()).toContainText('ISBLANK');
  await expectAccessible(page);
});
