import { expect, test } from './fixture.ts';

test('a flow is read, extended, rearranged and cut by the outline alone, without the mouse', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.keyboard.press('o');
  const tree = page.getByRole('tree', { name: 'Nodes in the order rows go' });
  await expect(tree.getByRole('treeitem')).toHaveCount(8);
  await expect(tree.getByRole('treeitem').first()).toBeFocused();
  await expect(tree.getByRole('treeitem', { name: 'Unreadable rows, sink. From Leads from the file, rejected.' })).toBeVisible();

  // Add after: between it and what it fed.
  await page.keyboard.press('Home');
  await page.keyboard.press('a');
  await page.keyboard.type('filter');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('edge-readLeads.out-filterRows.in')).toBeAttached();
  await expect(page.getByTestId('edge-filterRows.out-validEmail.in')).toBeAttached();

  // Move: before the write.
  await page.getByTestId('outline-filterRows').focus();
  await page.keyboard.press('m');
  await page.keyboard.type('clean');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('edge-toLead.out-filterRows.in')).toBeAttached();
  await expect(page.getByTestId('edge-filterRows.out-matchContacts.left')).toBeAttached();
  await expect(page.getByTestId('edge-readLeads.out-validEmail.in')).toBeAttached();

  // Delete: the keyboard stays in the outline; two undos give back the node and where it stood.
  await page.getByTestId('outline-filterRows').focus();
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('outline-filterRows')).toHaveCount(0);
  await expect(tree.getByRole('treeitem').first()).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByTestId('edge-readLeads.out-filterRows.in')).toBeAttached();
});

test('groups and notes are lines of the outline, too: a group is opened and collapsed there', async ({ app }) => {
  const { page } = app;
  await page.getByTestId('node-validEmail').click();
  await page.keyboard.press('ControlOrMeta+g');
  await page.keyboard.press('n');
  await page.keyboard.type('Ask Ana');
  await page.keyboard.press('Escape');
  await page.getByTestId('canvas').click({ position: { x: 20, y: 20 } });
  await page.keyboard.press('o');
  const tree = page.getByRole('tree');
  const group = tree.getByRole('treeitem', { name: 'Group Group, 1 node' });
  await expect(group).toHaveAttribute('aria-expanded', 'true');
  await expect(tree.getByRole('treeitem', { name: 'Note: Ask Ana' })).toBeVisible();
  await group.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByTestId('outline-validEmail')).toHaveCount(0);
  await expect(page.getByTestId('node-validEmail')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('outline-validEmail')).toBeVisible();
});

test('the arrow keys pick nodes in turn, and Enter opens the settings', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
  await page.keyboard.press('o');
  await expect(page.getByTestId('outline-readLeads')).toBeFocused();
  for (const id of ['reference', 'unreadable', 'validEmail']) {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByTestId(`outline-${id}`)).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('field-condition')).toBeVisible();
});

test('tabs are one stop; the arrow keys go from one to the next', async ({ app }) => {
  const { page } = app;
  await page.getByRole('tab', { name: 'Results' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Changes' })).toBeFocused();
  await expect(page.getByRole('tab', { name: 'Changes' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Results' })).toBeFocused();
});
