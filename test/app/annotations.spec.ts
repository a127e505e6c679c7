import { readFileSync } from 'node:fs';
import { expect, test } from './fixture.ts';
import { place } from './canvas.ts';

test('two nodes are put into a group, named, moved, collapsed and opened again; a note says why; a find leads to a setting; all of it is in the file', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-validEmail').click();
  await page.getByTestId('node-toLead').click({ modifiers: ['Shift'] });
  await page.keyboard.press('ControlOrMeta+g');
  const group = page.getByTestId('group-group');
  await expect(group).toContainText('2 nodes');
  await page.getByTestId('inspector').getByLabel('Name', { exact: true }).fill('Clean up');

  await test.step('its head moves both, and one undo brings both back', async () => {
    const before = await Promise.all([place(page, 'validEmail'), place(page, 'toLead')]);
    const head = (await group.getByText('Clean up').boundingBox())!;
    await page.mouse.move(head.x + 5, head.y + 5);
    await page.mouse.down();
    await page.mouse.move(head.x + 5, head.y - 35, { steps: 5 });
    await page.mouse.up();
    const after = await Promise.all([place(page, 'validEmail'), place(page, 'toLead')]);
    expect(after[0].y).toBeLessThan(before[0].y);
    expect(after[1].y - before[1].y).toBe(after[0].y - before[0].y);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => Promise.all([place(page, 'validEmail'), place(page, 'toLead')])).toEqual(before);
  });

  await test.step('collapsed, it is one card that the edges still reach', async () => {
    await group.getByRole('button', { name: 'Collapse the group' }).click();
    await expect(page.getByTestId('node-toLead')).toHaveCount(0);
    await expect(page.getByTestId('edge-readLeads.out-validEmail.in')).toBeAttached();
    await expect(page.getByTestId('edge-validEmail.out-toLead.in')).toHaveCount(0);
    await group.getByRole('button', { name: 'Open the group' }).click();
    await expect(page.getByTestId('node-toLead')).toBeVisible();
  });

  await test.step('a note is written on the canvas', async () => {
    await page.keyboard.press('Escape');
    await page.getByTestId('canvas').hover({ position: { x: 200, y: 60 } });
    await page.keyboard.press('n');
    await page.keyboard.type('# Ask Lena');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('note-note')).toHaveText('Ask Lena');
  });

  await test.step('Ctrl+F finds a word of a formula and leads to its field', async () => {
    await page.keyboard.press('ControlOrMeta+f');
    await page.getByRole('combobox', { name: /Find in the flow/ }).fill('REGEXREPLACE');
    await expect(page.getByRole('option').first()).toContainText('Clean and name as in Lead');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('inspector').getByLabel('Name', { exact: true })).toHaveValue('Clean and name as in Lead');
  });

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const saved = JSON.parse(readFileSync(`${app.dataFolder}/flows/cleanLeads/flow.json`, 'utf8')) as { groups: unknown; notes: Record<string, { text: string }> };
  expect(saved.groups).toEqual({ group: { title: 'Clean up', nodes: ['toLead', 'validEmail'] } });
  expect(saved.notes['note']!.text).toBe('# Ask Lena');
});

test('CSV files dropped on the canvas become nodes with their columns, and a flow file opens', async ({ app }) => {
  const { page } = app;
  const drop = async (...files: [name: string, text: string][]): Promise<void> => {
    const data = await page.evaluateHandle(
      (list) => {
        const transfer = new DataTransfer();
        for (const [file, content] of list) transfer.items.add(new File([content], file));
        return transfer;
      },
      files,
    );
    const canvas = page.locator('.react-flow__pane');
    await canvas.dispatchEvent('dragover', { dataTransfer: data, clientX: 600, clientY: 420 });
    await canvas.dispatchEvent('drop', { dataTransfer: data, clientX: 600, clientY: 420 });
  };
  await expect(page.getByTestId('node-readLeads')).toBeVisible();
  await drop(['fair.csv', 'Name,Visitors\nHanover,1200\nLyon,900\n']);
  const node = page.getByTestId('node-csvRead');
  await expect(node).toContainText('fair.csv');
  await expect(page.getByTestId('inspector').getByLabel('Column 2')).toHaveValue('Visitors');
  expect(readFileSync(`${app.dataFolder}/flows/cleanLeads/fair.csv`, 'utf8')).toBe('Name,Visitors\nHanover,1200\nLyon,900\n');
  // Several at once, one of them unreadable: the others come in, as one step.
  await drop(['spring.csv', 'A\n1\n'], ['notes.pdf', 'x'], ['autumn.csv', 'B\n2\n']);
  await expect(page.getByTestId('node-csvRead2')).toContainText('spring.csv');
  await expect(page.getByTestId('node-csvRead3')).toContainText('autumn.csv');
  await expect(page.getByText('No source reads files like “notes.pdf”.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByTestId('node-csvRead2')).toHaveCount(0);
  await expect(page.getByTestId('node-csvRead3')).toHaveCount(0);
  await expect(node).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await drop(['mailed.json', JSON.stringify({ sluice: 1, name: 'Mailed flow', nodes: { rows: { type: 'generateRows', version: 1, settings: {} } }, edges: [] })]);
  await expect(page.getByTestId('node-rows')).toBeVisible();
  await expect(page.getByLabel('Name of the flow')).toHaveValue('Mailed flow');
});
