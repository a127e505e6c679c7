import type { UsedObject } from '../../../kit/fieldFacts.ts';
import { findField } from '../objectDescribe.ts';
import type { SalesforceOrg } from '../salesforceOrg.ts';
import { uncounted } from '../sharedOrg.ts';
import { queryPath } from '../restQuery.ts';
import { textLiteral } from '../soql/bindValues.ts';
import type { Finding } from './diagnosis.ts';
import { neededRights, type NeededRights } from './neededRights.ts';

interface ObjectFlags {
  readonly name: string;
  readonly queryable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
}

interface GrantedObject {
  readonly SobjectType: string;
  readonly PermissionsCreate: boolean;
  readonly PermissionsEdit: boolean;
  readonly PermissionsDelete: boolean;
}

interface GrantedSet {
  readonly PermissionsModifyAllData: boolean;
  readonly PermissionsViewAllData: boolean;
}

const mostNamed = 8;

/**
 * Whether the signed-in user may do what a flow does, no less and no more: one finding for each right that is missing, and one for what is
 * more than the flow needs. The org itself says what the user may do (describes honour permissions).
 */
export async function flowRights(org: SalesforceOrg, uses: readonly UsedObject[], signal: AbortSignal): Promise<Finding[]> {
  const get = <T>(path: string): Promise<T> => org.request<T>({ method: 'GET', path, idempotent: true }, uncounted, signal);
  const { preferred_username: user, user_id: userId } = await get<{ preferred_username: string; user_id: string }>('/services/oauth2/userinfo');
  const { sobjects } = await get<{ sobjects: readonly ObjectFlags[] }>('/sobjects');
  const flags = new Map(sobjects.map((object) => [object.name.toLowerCase(), object]));
  const needed = neededRights(uses);
  const missing: Finding[] = [];
  for (const one of needed) missing.push(...(await missingRights(org, one, flags.get(one.object.toLowerCase()), user, signal)));
  const fields = needed.reduce((sum, one) => sum + one.fields.size, 0);
  const does = `${user} may do what the flow does: ${fields} fields of ${needed.map(({ object }) => object).join(', ')}.`;
  const enough: Finding[] = missing.length > 0 || needed.length === 0 ? [] : [{ code: 'rightsEnough', severity: 'good', message: does }];
  return [...missing, ...enough, ...(await surplus(get, needed, user, userId))];
}

async function missingRights(org: SalesforceOrg, { object, access, fields, missing }: NeededRights, flags: ObjectFlags | undefined, user: string, signal: AbortSignal): Promise<Finding[]> {
  const hint = 'Deploy the permission set that "sluice connect NAME --check --flow FILE --write FOLDER" makes, and assign it.';
  const finding = (message: string): Finding => ({ code: 'rightMissing', severity: 'error', message, hint, page: { title: 'Permission Sets' } });
  const isEvent = object.endsWith('__e');
  if (!flags || (!flags.queryable && !isEvent)) return [finding(`The flow uses ${object}, and ${user} may not read it.`)];
  const describe = await org.describe(object, uncounted, signal, 0);
  const makes = access.has('create');
  const changes = access.has('update');
  const writable = [...fields].filter(([name, isWritten]) => {
    const field = findField(describe, name);
    // An external id of a parent and the key itself are read to find records by, so either way of writing does.
    return isWritten && field && !field.createable && !field.updateable;
  });
  return [
    ...(makes && !flags.createable ? [finding(`The flow makes records of ${object}, and ${user} may not.`)] : []),
    ...(changes && !flags.updateable ? [finding(`The flow changes records of ${object}, and ${user} may not.`)] : []),
    ...(access.has('delete') && !flags.deletable ? [finding(`The flow deletes records of ${object}, and ${user} may not.`)] : []),
    ...missing.map((name) => finding(`The flow uses ${object}.${name}; there is no such field, or ${user} may not see it.`)),
    // Where nothing of the object may be written, its fields say no more.
    ...(flags.createable || flags.updateable ? writable.map(([name]) => finding(`The flow writes ${object}.${name}, and ${user} may only read it.`)) : []),
  ];
}

async function surplus(get: <T>(path: string) => Promise<T>, needed: readonly NeededRights[], user: string, userId: string): Promise<Finding[]> {
  const query = async <T>(soql: string): Promise<readonly T[]> => (await get<{ records: readonly T[] }>(queryPath(soql, false))).records;
  const me = textLiteral(userId);
  const assigned = await query<{ PermissionSetId: string }>(`SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${me}`);
  // A profile has a permission set of its own, which is not assigned in every org.
  const own = await query<{ Id: string }>(`SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND ProfileId IN (SELECT ProfileId FROM User WHERE Id = ${me})`);
  const mine = [...new Set([...assigned.map(({ PermissionSetId }) => PermissionSetId), ...own.map(({ Id }) => Id)])].map(textLiteral).join(', ');
  if (mine === '') return [];
  const sets = await query<GrantedSet>(`SELECT PermissionsModifyAllData, PermissionsViewAllData FROM PermissionSet WHERE Id IN (${mine})`);
  const objects = await query<GrantedObject>(`SELECT SobjectType, PermissionsCreate, PermissionsEdit, PermissionsDelete FROM ObjectPermissions WHERE ParentId IN (${mine})`);
  const may = (right: (granted: GrantedObject) => boolean, flow: (one: NeededRights) => boolean): string[] => {
    const used = new Set(needed.filter(flow).map(({ object }) => object));
    return [...new Set(objects.filter(right).map(({ SobjectType }) => SobjectType))].filter((object) => !used.has(object)).sort();
  };
  const more = [
    ...(sets.some(({ PermissionsModifyAllData }) => PermissionsModifyAllData) ? ['change all data'] : []),
    ...(sets.some(({ PermissionsViewAllData }) => PermissionsViewAllData) ? ['see all data'] : []),
    ...named('delete', may(({ PermissionsDelete }) => PermissionsDelete, ({ access }) => access.has('delete'))),
    ...named('make', may(({ PermissionsCreate }) => PermissionsCreate, ({ access }) => access.has('create'))),
    ...named('change', may(({ PermissionsEdit }) => PermissionsEdit, ({ access }) => access.has('update') || access.has('delete'))),
  ];
  if (more.length === 0) return [];
  const hint = 'For a run that nobody watches, give a user of its own no more than the permission set that --write makes.';
  return [{ code: 'rightsMore', severity: 'warning', message: `${user} may do more than the flow needs: ${more.join('; ')}.`, hint }];
}

function named(what: string, objects: readonly string[]): string[] {
  if (objects.length === 0) return [];
  const rest = objects.length - mostNamed;
  return [`${what} ${objects.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more objects` : ''}`];
}
