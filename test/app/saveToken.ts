import type { Page } from '@playwright/test';

/** In the connections dialog: makes a connection to an org by its address and an access token, which is checked at once. */
export async function saveToken(page: Page, name: string, url: string, token: string): Promise<void> {
  await page.getByRole('button', { name: 'New connection' }).click();
  await page.getByRole('button', { name: 'Access token' }).click();
  await page.getByLabel('Name', { exact: false }).last().fill(name);
  await page.getByLabel('Address of the org').fill(url);
  await page.getByLabel('Access token', { exact: false }).last().fill(token);
  await page.getByRole('region', { name: 'New connection' }).getByRole('button', { name: 'Save' }).click();
}
