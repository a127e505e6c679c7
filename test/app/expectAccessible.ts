import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const wcag22AA = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/**
 * Axe finds nothing against WCAG 2.2 AA in what is on show. In the dark scheme only contrast is looked at: nothing else of the page depends
 * on the scheme, and the light one has been looked at in full. The page is in the light scheme before and after.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingFound(page, axe(page).withTags(wcag22AA));
  await setScheme(page, 'dark');
  await expectNothingFound(page, axe(page).withRules(['color-contrast']));
  await setScheme(page, 'light');
}

/** The page has no frames: the mode for them would cost a new page each time. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true);
}

async function expectNothingFound(page: Page, builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze();
  const scheme = await page.locator(':root').getAttribute('data-mantine-color-scheme');
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  expect(found, `what axe finds, ${scheme}`).toEqual([]);
}

async function setScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator(':root')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
}
