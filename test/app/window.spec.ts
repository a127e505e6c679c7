import { expect, test } from './fixture.ts';

test('a window of 1280 px shows every count of the nodes; the log says what the run did; a cell of its rows is copied', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByTestId('plan').click();
  await expect(page.getByTestId('apply')).toBeVisible();
  await page.getByRole('tab', { name: 'Nodes' }).click();
  for (const name of ['in', 'out', 'to write', 'dropped', 'rejected', 'API calls']) await expect(page.getByRole('columnheader', { name, exact: true })).toBeInViewport({ ratio: 0.99 });
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByTestId('log')).toContainText(/Leads from the file\s*began/);
  await expect(page.getByTestId('log')).toContainText(/Upsert leads\s*done, [\d,]+ to write, \d+ rejected/);

  await test.step('a cell is copied', async () => {
    await page.getByTestId('edge-validEmail.out-toLead.in').click();
    const cell = page.locator('[data-place="1"] [data-column="1"]');
    const text = await cell.innerText();
    await cell.click();
    await page.keyboard.press('ControlOrMeta+c');
    await page.getByRole('searchbox', { name: 'Find in the rows' }).focus();
    await page.keyboard.press('ControlOrMeta+v');
    // Blanks around it go along.
    await expect.poll(async () => (await page.getByRole('searchbox', { name: 'Find in the rows' }).inputValue()).trim()).toBe(text);
  });
});

test('the window is light or dark as the system is, or as the person says, also after a reload; ? shows the keys, and the overview moves the canvas', async ({ app }) => {
  const { page } = app;
  const root = page.locator(':root');
  const scheme = (name: string) => expect(root).toHaveAttribute('data-mantine-color-scheme', name);
  await scheme('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await scheme('dark');
  await page.getByRole('button', { name: 'Light or dark' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Light' }).press('Enter');
  await scheme('light');
  await page.reload();
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await scheme('light');

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Find a command…');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  for (let turn = 0; turn < 3; turn++) await page.keyboard.press('+');
  await expect(page.getByRole('img', { name: 'Overview of the flow' })).toBeVisible();
  const overview = (await page.locator('.react-flow__minimap').boundingBox())!;
  const before = (await page.getByTestId('node-upsertLeads').boundingBox())!;
  await page.mouse.move(overview.x + overview.width / 2, overview.y + overview.height / 2);
  await page.mouse.down();
  await page.mouse.move(overview.x + overview.width / 2 + 20, overview.y + overview.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await page.getByTestId('node-upsertLeads').boundingBox())!.x).toBeLessThan(before.x - 20);
  await page.keyboard.press('f');
  await expect(page.getByRole('img', { name: 'Overview of the flow' })).toHaveCount(0);
});

test('rows are copied; a double-click on the canvas adds a node, the outline connects it, and a find by the name of a column leads to where it is made', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('plan').click();
  await page.getByTestId('edge-validEmail.out-toLead.in').click();
  await page.getByRole('searchbox', { name: 'Find in the rows' }).fill('LEAD-1658');
  await page.getByRole('button', { name: 'Copy rows' }).click();
  await page.getByRole('searchbox', { name: 'Find in the rows' }).fill('');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.getByRole('searchbox', { name: 'Find in the rows' })).toHaveValue(/Lead Key.*LEAD-1658/);

  await page.getByTestId('canvas').locator('.react-flow__pane').dblclick({ position: { x: 700, y: 24 } });
  await page.keyboard.type('write json');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node-jsonWrite')).toBeVisible();

  await page.getByTestId('canvas').focus();
  await page.keyboard.press('o');
  await page.getByTestId('outline-validEmail').focus();
  await page.keyboard.press('c');
  await page.keyboard.type('write json');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-testid^="edge-validEmail."][data-testid$="-jsonWrite.in"]')).toBeAttached();

  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type('AnnualRevenue');
  await page.getByRole('option', { name: /Clean and name as in Lead/ }).first().click();
  await expect(page.getByRole('textbox', { name: 'Formula: AnnualRevenue' })).toBeVisible();
});
