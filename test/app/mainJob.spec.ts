import { queryDemoOrg } from './queryDemoOrg.ts';
import { expect, test } from './fixture.ts';

test('the demo flow is there, runs, shows its rows, and the org has the records; the command line reads the same and finds nothing left to write', { tag: '@host' }, async ({ app }) => {
  const { page } = app;

  await test.step('the app opens on the demo flow, never empty', async () => {
    await expect(page.getByTestId('node-readLeads')).toBeVisible();
    await expect(page.getByTestId('node-upsertLeads')).toBeVisible();
    await expect(page.getByTestId('plan')).toBeEnabled();
    // What writes to an org is previewed first: there is nothing else to press.
    await expect(page.getByTestId('run')).toHaveCount(0);
  });

  await test.step('Preview moves the counts and writes nothing; Apply writes', async () => {
    await page.getByTestId('plan').click();
    await page.getByTestId('apply').click();
    await expect(page.getByTestId('undo-run')).toBeVisible();
    await expect(page.getByTestId('run-state')).toHaveAttribute('data-phase', 'succeeded');
  });
  const count = async (node: string, counter: string): Promise<number> => Number((await page.getByTestId(`count-${node}-${counter}`).innerText()).replace(/\D/g, ''));
  const read = await count('readLeads', 'out');
  const written = await count('upsertLeads', 'written');
  expect(read).toBeGreaterThan(1000);
  expect(written).toBeGreaterThan(900);

  await test.step('an edge shows the rows that went over it', async () => {
    await page.getByTestId('edge-matchContacts.out-upsertLeads.in').click();
    const grid = page.getByTestId('sample-grid');
    await expect(grid).toContainText('External_Key__c');
    await expect(grid).toContainText(/LEAD-\d{4}/);
  });

  await test.step('the org has what was written', async () => {
    const leads = await queryDemoOrg(app.dataFolder, 'SELECT Description FROM Lead');
    expect(leads.filter((lead) => String(lead['Description']).startsWith('First seen on '))).toHaveLength(written);
    const [lead] = await queryDemoOrg(app.dataFolder, "SELECT Email, Phone FROM Lead WHERE External_Key__c = 'LEAD-1658'");
    expect(lead).toMatchObject({ Email: 'kaan.nowak@linden.example.org', Phone: '+441615550175' });
  });

  await test.step('the same file by `sluice run` reads the same rows, and finds nothing left to write', async () => {
    const { code, stdout, stderr } = await app.sluice('run', `${app.dataFolder}/flows/cleanLeads/flow.json`, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = stdout.trim().split('\n').map((line) => JSON.parse(line) as { type: string; nodes: Record<string, { out: number; unchanged: number }> });
    const finished = events.at(-1)!;
    expect(finished.type).toBe('finished');
    expect(finished.nodes['readLeads']!.out).toBe(read);
    // The org has them all by now.
    expect(finished.nodes['upsertLeads']!.unchanged).toBe(written);
  });
});
