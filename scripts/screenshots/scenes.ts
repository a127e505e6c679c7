import type { Page } from '@playwright/test';
import type { Scene } from './takePictures.ts';

/** The pictures of the README. A new one is a new entry here. */
export const scenes: readonly Scene[] = [
  {
    name: 'window',
    async prepare(page) {
      await run(page);
      await page.getByTestId('edge-matchContacts.out-upsertLeads.in').click();
      await page.getByTestId('sample-grid').waitFor();
    },
  },
  {
    name: 'triage',
    async prepare(page) {
      await run(page);
      await page.getByTestId('node-upsertLeads').getByTitle('Show the rejected rows and why').click();
      await page.getByTestId('rejected-groups').getByRole('button', { name: 'Fill Company where it is blank' }).waitFor();
      await page.keyboard.press('f');
      await page.locator('[data-place="1"] [data-column="3"]').click();
    },
  },
  {
    name: 'plan',
    async prepare(page) {
      await page.getByTestId('plan').click();
      await page.getByTestId('total-update').click();
      await page.keyboard.press('j');
      await page.keyboard.press('f');
      await page.getByTestId('apply').hover();
    },
  },
  {
    name: 'lineage',
    async prepare(page) {
      await run(page);
      await page.getByTestId('edge-matchContacts.out-upsertLeads.in').click();
      await page.getByTestId('sample-grid').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Where does this row come from?' }).click();
      await page.getByTestId('step-upsertLeads').waitFor();
    },
  },
  {
    name: 'groups',
    async prepare(page) {
      await page.getByTestId('node-validEmail').click();
      await page.getByTestId('node-toLead').click({ modifiers: ['Shift'] });
      await page.keyboard.press('ControlOrMeta+g');
      await page.getByTestId('inspector').getByLabel('Name', { exact: true }).fill('Clean up');
      await page.locator('.react-flow__pane').click({ position: { x: 420, y: 440 } });
      await page.keyboard.press('n');
      await page.keyboard.type('## Before you run\nAsk **Lena** for the newest list. `External_Key__c` is the key.');
      await page.keyboard.press('Escape');
    },
  },
];

async function run(page: Page): Promise<void> {
  await page.getByTestId('plan').click();
  await page.getByTestId('apply').click();
  await page.getByTestId('undo-run').waitFor();
}
