import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixture.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the window, ${colorScheme}, before a run, with rows on show and with a node open`, async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
    const findings = async (): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
    };
    expect(await findings()).toEqual([]);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
    await page.getByTestId('edge-toLead.out-upsertLeads.in').click();
    await expect(page.getByTestId('sample-grid')).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByTestId('node-toLead').click();
    await expect(page.getByTestId('field-columns')).toBeVisible();
    expect(await findings()).toEqual([]);
  });
}
