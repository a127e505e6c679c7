import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const wcag22AA = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/**
 * Axe finds nothing against WCAG 2.2 AA in what is on show. In the dark scheme only contrast is looked at: nothing else of the page depends
 * on the scheme, and the light one has been looked at in full. The page is in the light scheme before and after.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingFound(page, (await axe(page)).withTags(wcag22AA));
  await setScheme(page, 'dark');
  await expectNothingFound(page, (await axe(page)).withRules(['color-contrast']));
  await setScheme(page, 'light');
}

/**
 * The page has no frames: the mode for them would cost a new page each time. An axe that is in the page already is taken as it is.
 * Only what is wrong is described, and nothing is loaded for the rule on media, of which there is none.
 */
async function axe(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  return new AxeBuilder({ page, ...(isThere ? { axeSource: 'true' } : {}) }).setLegacyMode(true).options({ resultTypes: ['violations'], preload: false });
}

async function expectNothingFound(page: Page, builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze();
  const scheme = await page.locator(':root').getAttribute('data-mantine-color-scheme');
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  expect(found, `what axe finds, ${scheme}`).toEqual([]);
}

/** Where motion is reduced no colour passes over into the next, so none is looked at halfway. */
async function setScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator(':root')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation instanceof CSSTransition).length);
  expect(moving, 'transitions that run although motion is reduced').toBe(0);
}
