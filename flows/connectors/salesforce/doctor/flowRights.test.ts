import { expect, test } from 'vitest';
import { orgForTests } from '../../../../test/connectors/orgForTests.ts';
import { Secret, type Connection } from '../../../kit/connection.ts';
import type { UsedObject } from '../../../kit/fieldFacts.ts';
import { openOrg } from '../salesforceOrg.ts';
import { deployable } from './deployable.ts';
import { flowRights } from './flowRights.ts';

const at = orgForTests();
const field = (name: string): UsedObject['fields'][number] => ({ name, type: 'string', isRequired: false, isCreateable: true, isUpdateable: true });
const use = (object: string, access: UsedObject['access'], fields: readonly string[] = []): UsedObject => ({ connection: 'demo', object, access, fields: fields.map(field), missing: [] });

/** The org as a user with few rights sees it. */
async function asRobot(): Promise<Connection> {
  const { settings, ...rest } = at.connection;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'sluiceServer', client_secret: 'sluice-demo-secret' });
  const answer = (await (await fetch(`${settings['instanceUrl']}/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string };
  return { ...rest, settings, secrets: { accessToken: new Secret(answer.access_token) } };
}

test('a flow that deletes needs the right to, and an object that nobody shows is named', async () => {
  const org = openOrg(await asRobot());
  try {
    const findings = await flowRights(org, [use('Account', ['delete'], ['Id']), use('Warehouse__c', ['read'], ['Name'])], at.signal);
    expect(findings.filter(({ code }) => code === 'rightMissing').map(({ message }) => message)).toEqual([
      'The flow deletes records of Account, and integration@sluice.example may not.',
      'The flow uses Warehouse__c, and integration@sluice.example may not read it.',
    ]);
  } finally {
    await org.close();
  }
});

test('uses of several nodes come together: a field that one of them writes is written', async () => {
  const [set] = await deployable(at.org, 'Ünïcode & <co>', [use('Account', ['read'], ['Rating', 'Industry']), use('Account', ['delete'], ['Id']), use('Account', ['update'], ['Rating'])], 'a@b.example', at.signal);
  expect(set!.path).toBe('permissionsets/Sluice_n_code_co.permissionset-meta.xml');
  expect(set!.text).toContain('<label>Sluice: Ünïcode &amp; &lt;co&gt;</label>');
  expect(set!.text.match(/<(editable|field|allow\w+|object)>.*(?=<)/g)).toEqual([
    '<editable>false', '<field>Account.Industry', '<editable>true', '<field>Account.Rating',
    '<allowCreate>false', '<allowDelete>true', '<allowEdit>true', '<allowRead>true', '<object>Account',
  ]);
});

test('who deletes for good gets that permission, and who reads a detail may read its master', async () => {
  const [set] = await deployable(at.org, 'Details', [use('Contact', ['read'], ['LastName']), use('Lead', ['read', 'delete', 'erase'], ['Id'])], 'a@b.example', at.signal);
  expect(set!.text.match(/<object>\w+|<name>\w+/g)).toEqual(['<object>Account', '<object>Contact', '<object>Lead', '<name>ApiEnabled', '<name>BulkApiHardDelete']);
  const describe: typeof at.org.describe = async (object, ...rest) => {
    const found = await at.org.describe(object, ...rest);
    return object === 'Invoice_Line__c' ? { ...found, fields: found.fields.map((one) => ({ ...one, relationshipOrder: one.name === 'Invoice__c' ? 0 : null })) } : found;
  };
  const [details] = await deployable({ ...at.org, connection: at.connection, describe }, 'Lines', [use('Invoice_Line__c', ['read'], ['Name'])], 'a@b.example', at.signal);
  expect(details!.text.match(/<object>\w+|<allowRead>\w+|<allowEdit>\w+/g)).toEqual(['<allowEdit>false', '<allowRead>true', '<object>Invoice_Line__c', '<allowEdit>false', '<allowRead>true', '<object>Invoice__c']);
});
