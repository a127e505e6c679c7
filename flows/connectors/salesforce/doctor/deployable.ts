import type { UsedObject } from '../../../kit/fieldFacts.ts';
import { findField } from '../objectDescribe.ts';
import type { SalesforceOrg } from '../salesforceOrg.ts';
import { uncounted } from '../sharedOrg.ts';
import { callbackUrl } from '../auth/browserSignIn.ts';
import { neededRights } from './neededRights.ts';

/** A file of a Salesforce project, by its path below the folder that is deployed. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * A permission set with what a flow needs and nothing else, and an External Client App for signing in with a browser: source files for
 * `sf project deploy start`. Sources: Metadata API Developer Guide, "PermissionSet", "ExternalClientApplication", "ExtlClntAppOauthSettings",
 * "ExtlClntAppGlobalOauthSettings".
 * @param email whom the org writes to about the app
 */
export async function deployable(org: SalesforceOrg, flow: string, uses: readonly UsedObject[], email: string, signal: AbortSignal): Promise<SourceFile[]> {
  const name = `Sluice_${flow.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '')}`.replace(/_+/g, '_').slice(0, 40).replace(/_$/, '');
  return [{ path: `permissionsets/${name}.permissionset-meta.xml`, text: await permissionSet(org, flow, uses, signal) }, ...clientApp(email)];
}

async function permissionSet(org: SalesforceOrg, flow: string, uses: readonly UsedObject[], signal: AbortSignal): Promise<string> {
  const needed = neededRights(uses);
  const fields: string[] = [];
  for (const { object, fields: used } of needed) {
    const describe = await org.describe(object, uncounted, signal, 0);
    for (const [name, isWritten] of [...used].sort(([a], [b]) => (a < b ? -1 : 1))) {
      // Of fields that everybody may see who sees the record, a permission set may say nothing.
      if (findField(describe, name)?.permissionable !== true) continue;
      fields.push(element('fieldPermissions', [leaf('editable', isWritten), leaf('field', `${object}.${name}`), leaf('readable', true)].join('')));
    }
  }
  const read = await readAlong(org, needed.map(({ object }) => object), signal);
  const objects = [...needed, ...read.map((object) => ({ object, access: new Set<string>() }))].sort((a, b) => (a.object < b.object ? -1 : 1)).map(({ object, access }) => {
    const deletes = access.has('delete');
    // Who may delete a record must be able to change it.
    const [makes, changes] = [access.has('create'), access.has('update') || deletes];
    const rights = [leaf('allowCreate', makes), leaf('allowDelete', deletes), leaf('allowEdit', changes), leaf('allowRead', true), leaf('modifyAllRecords', false), leaf('object', object), leaf('viewAllRecords', false)];
    return element('objectPermissions', rights.join(''));
  });
  const names = ['ApiEnabled', ...(needed.some(({ access }) => access.has('erase')) ? ['BulkApiHardDelete'] : [])];
  const permissions = names.map((one) => element('userPermissions', leaf('enabled', true) + leaf('name', one)));
  const description = leaf('description', `What the flow "${flow}" needs, and nothing else. Written by Sluice.`);
  return document('PermissionSet', [description, ...fields, leaf('hasActivationRequired', false), leaf('label', `Sluice: ${flow}`.slice(0, 80)), ...objects, ...permissions]);
}

/** Objects that hang on accounts in every org. */
const onAccounts = new Set(['Contact', 'Opportunity', 'Case', 'Contract', 'Order', 'Asset']);

/**
 * What must be readable too, or the org refuses the permission set ("Permission Read Contact depends on permission(s): Read Account"):
 * the masters of details, and what standard objects hang on.
 */
async function readAlong(org: SalesforceOrg, objects: readonly string[], signal: AbortSignal): Promise<string[]> {
  const known = new Set(objects);
  const along: string[] = [];
  for (const waiting = [...objects]; waiting.length > 0; ) {
    const object = waiting.shift()!;
    const { fields } = await org.describe(object, uncounted, signal, 0);
    const masters = fields.filter(({ relationshipOrder }) => (relationshipOrder ?? null) !== null).flatMap(({ referenceTo }) => referenceTo);
    for (const one of [...masters, ...(onAccounts.has(object) ? ['Account'] : [])]) {
      if (known.has(one)) continue;
      known.add(one);
      along.push(one);
      waiting.push(one);
    }
  }
  return along;
}

function clientApp(email: string): SourceFile[] {
  const app = leaf('externalClientApplication', 'Sluice');
  return [
    {
      path: 'externalClientApps/Sluice.eca-meta.xml',
      text: document('ExternalClientApplication', [leaf('contactEmail', email), leaf('description', 'Sluice, flows between this org and files.'), leaf('distributionState', 'Local'), leaf('isProtected', false), leaf('label', 'Sluice')]),
    },
    {
      path: 'extlClntAppGlobalOauthSets/Sluice_global.ecaGlblOauth-meta.xml',
      text: document('ExtlClntAppGlobalOauthSettings', [
        leaf('callbackUrl', callbackUrl), app, leaf('isConsumerSecretOptional', true), leaf('isIntrospectAllTokens', false), leaf('isPkceRequired', true),
        leaf('isSecretRequiredForRefreshToken', false), leaf('label', 'Sluice sign-in'), leaf('shouldRotateConsumerKey', false), leaf('shouldRotateConsumerSecret', false),
      ]),
    },
    { path: 'extlClntAppOauthSettings/Sluice_oauth.ecaOauth-meta.xml', text: document('ExtlClntAppOauthSettings', [leaf('commaSeparatedOauthScopes', 'Api, RefreshToken'), app, leaf('label', 'Sluice scopes')]) },
  ];
}

function document(root: string, parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${parts.join('').replaceAll(/^/gm, '    ').trimEnd()}\n</${root}>\n`;
}

function element(name: string, inside: string): string {
  return `<${name}>\n${inside.replaceAll(/^/gm, '    ').trimEnd()}\n</${name}>\n`;
}

function leaf(name: string, value: string | boolean): string {
  const text = String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${text}</${name}>\n`;
}
