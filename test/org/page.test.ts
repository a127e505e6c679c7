import { expect, test } from 'vitest';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const page = async (path: string): Promise<string> => (await fetch(fixture.org.url + path)).text();

test('the first page says what this is, how to sign in, and how many records there are', async () => {
  const html = await page('/');
  expect(html).toContain('A make-believe Salesforce org');
  expect(html).toContain(`<code>${fixture.org.url}</code>`);
  expect(html).toContain('demo@sluice.example');
  const { totalSize } = await fixture.connection.query('SELECT COUNT() FROM Contact');
  expect(html).toMatch(new RegExp(`Contacts</a></td><td><code>Contact</code></td><td class="number">${totalSize}</td>`));
});

test("a record that was just written stands on top of its object's page, harmless", async () => {
  const { id } = await fixture.connection.sobject('Lead').create({ LastName: '<script>alert(1)</script>', Company: 'Seen & read', External_Key__c: 'seen-1' });
  const html = await page('/demo/objects/Lead');
  expect(html.indexOf(id!)).toBeLessThan(html.indexOf('00Q', html.indexOf(id!) + 60));
  expect(html).toContain('Seen &amp; read');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('<script>');
});

test("a record's own page shows every field, and links to its parents", async () => {
  const {
    records: [contact],
  } = await fixture.connection.query<{ Id: string; AccountId: string; Account: { Name: string } }>(
    'SELECT Id, AccountId, Account.Name FROM Contact WHERE AccountId != null LIMIT 1',
  );
  expect(await page(`/demo/objects/Contact/${contact!.Id}`)).toContain(`<a href="/demo/objects/Account/${contact!.AccountId}">${contact!.Account.Name}</a>`);
});

test('the pages of an object turn', async () => {
  expect(await page('/demo/objects/Contact?page=2')).toContain('Page 2 of 7');
  expect(await page('/demo/objects/Contact?page=99')).toContain('Page 7 of 7');
});

test('the pages may run no script and load nothing', async () => {
  const policy = (await fetch(fixture.org.url)).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
});

test('the last requests are shown with their status, without what was asked', async () => {
  await fixture.fetch(`/services/data/v${apiVersion}/query?q=SELECT+Secret+FROM+Account`);
  const html = await page('/');
  expect(html).toMatch(/<code>\/services\/data\/v62\.0\/query<\/code><\/td><td class="number"><span class="problem">400<\/span>/);
  expect(html).not.toContain('Secret');
});

test('what people work with stands first; definitions and permissions can be unfolded', async () => {
  const [first, unfolded] = (await page('/')).split('<h2>Records</h2>')[1]!.split('<details>');
  for (const name of ['Account', 'Opportunity', 'Invoice__c']) expect(first).toContain(`<code>${name}</code>`);
  for (const name of ['FieldDefinition', 'PermissionSet', 'OpportunityFieldHistory']) {
    expect(first).not.toContain(`<code>${name}</code>`);
    expect(unfolded).toContain(`<code>${name}</code>`);
  }
});

test('limits are shown with what is used of them', async () => {
  const html = await page('/');
  expect(html).toMatch(/Daily API requests<\/span><span>\d+ <span class="quiet">of 15,000/);
});

test('a button makes something go wrong and another heals it; a form of another page does nothing', async () => {
  const press = (fields: Record<string, string>): Promise<Response> =>
    fetch(`${fixture.org.url}/demo/switches`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const waiting = async (): Promise<unknown> => (await fetch(`${fixture.org.url}/demo/faults`)).json();
  const token = /name="token" value="([\w-]+)"/.exec(await page('/'))![1]!;
  expect((await press({ switch: 'unavailable' })).status).toBe(403);
  expect(await waiting()).toEqual([]);
  expect((await press({ token, switch: 'unavailable' })).status).toBe(303);
  expect(await waiting()).toEqual([{ kind: 'status', status: 503, times: 3 }]);
  expect(await page('/')).toContain('Requests are answered 503 · 3 more');
  await press({ token, switch: 'heal' });
  expect(await page('/')).toContain('Everything works as it should.');
});
