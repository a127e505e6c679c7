import { expect, test } from './fixture.ts';

test('a list of people is dropped into an empty flow, an edge pulled out of it suggests the write, Auto-map fills the fields, and the preview shows the new contacts', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Open a flow' }).click();
  await page.getByRole('button', { name: 'New flow' }).click();
  await expect(page.getByText('This flow is empty')).toBeVisible();
  const list = 'First Name,Last Name,E-mail,Mobile,Birth date\nAda,Moss,ada@fair.example,+49 170 555001,1990-03-01\nBen,Ruiz,ben@fair.example,+49 170 555002,1984-11-30\n';
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'fair.csv'));
    return transfer;
  }, list);
  const canvas = page.locator('.react-flow__pane');
  await canvas.dispatchEvent('dragover', { dataTransfer: data, clientX: 480, clientY: 300 });
  await canvas.dispatchEvent('drop', { dataTransfer: data, clientX: 480, clientY: 300 });
  await expect(page.getByTestId('node-csvRead')).toBeVisible();

  await test.step('the edge ends on empty canvas: what fits the columns comes first, with a key that they fill', async () => {
    const port = (await page.locator('.react-flow__handle[data-nodeid="csvRead"][data-handleid="out"]').boundingBox())!;
    await page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
    await page.mouse.down();
    await page.mouse.move(port.x + 380, port.y + 30, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByRole('option').first()).toContainText('Upsert Contact');
    await page.getByRole('option').first().click();
    await expect(page.getByTestId('node-salesforceWrite')).toContainText('Upsert Contact by Email');
    // It would lie beside the window: what is seen moves.
    await expect(page.getByTestId('node-salesforceWrite')).toBeInViewport({ ratio: 0.99 });
  });

  await page.getByRole('button', { name: 'Map to fields of Contact' }).click();
  await page.getByRole('button', { name: 'Auto-map' }).click();
  await expect(page.getByTestId('mapping-MobilePhone')).toContainText(/92 %.*another word for it.*\+49 170 555001/);
  await expect(page.getByTestId('mapping-Birthdate')).toContainText('1990-03-01');
  await page.getByRole('button', { name: 'Accept all 5' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  for (const node of ['csvRead', 'mapColumns', 'salesforceWrite']) await expect(page.getByTestId(`node-${node}`)).toBeInViewport({ ratio: 0.99 });

  await page.getByTestId('plan').click();
  await expect(page.getByTestId('run-actions')).toContainText('Apply would create 2 records. Nothing is written yet.');
  await expect(page.getByTestId('plan-cost')).toContainText(/of 14,\d+ API calls left today/);
});
