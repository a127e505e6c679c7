import type { Session } from '../auth/sessions.ts';
import { json } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { notFound } from '../orgError.ts';
import { RecordFault } from '../records/outcome.ts';
import { baseOf } from '../rest/apiVersions.ts';
import { authorOf } from '../rest/authorOf.ts';
import { objectBody, type Resource, resource, type ResourceRequest } from '../rest/resource.ts';
import type { ObjectType } from '../schema/objectType.ts';

/** Quick actions: for every object one that makes a record, below the object or, as `NewLead`, for the whole org. */
export const quickActionResources: readonly Resource[] = ['/quickActions', '/sobjects/{object}/quickActions'].flatMap((path) => [
  resource('GET', path, (request, org, session) => json(targets(request, org, session).map((object) => brief(object, request, path)))),
  resource('GET', `${path}/{action}`, (request, org, session) => json(describeAction(targetOf(request, org, session), request, path))),
  resource('GET', `${path}/{action}/describe`, (request, org, session) => json(describeAction(targetOf(request, org, session), request, path))),
  resource('GET', `${path}/{action}/defaultValues`, (request, org, session) => {
    targetOf(request, org, session);
    return json({});
  }),
  resource('POST', `${path}/{action}`, (request, org, session) => {
    const object = targetOf(request, org, session);
    const { record, contextId } = objectBody(request);
    const input = objectBody({ body: record }, 'The body needs "record", an object with the fields of the new record.');
    const [outcome] = org.records.create([{ object, input }], { author: authorOf(org, session), allOrNone: false });
    if (!outcome!.success) throw new RecordFault(outcome!.errors);
    return json({ contextId: contextId ?? null, created: true, errors: [], feedItemIds: null, id: outcome!.id, success: true, successMessage: null }, 201);
  }),
]);

/** The objects that actions make records of: the one in the path, or all that have an owner. */
function targets(request: ResourceRequest, org: OrgContext, session: Session): ObjectType[] {
  const schema = org.schemaFor(session.userId);
  if (request.params.object !== undefined) return [schema.at(request.params.object)];
  return schema.objects.filter(({ createable, byName }) => createable && byName.has('OwnerId'));
}

const nameOf = ({ name }: ObjectType): string => `New${name.replace(/__c$/, '')}`;

function targetOf(request: ResourceRequest, org: OrgContext, session: Session): ObjectType {
  const object = targets(request, org, session).find((one) => nameOf(one) === request.params.action);
  if (!object) throw notFound();
  return object;
}

function brief(object: ObjectType, request: ResourceRequest, path: string): Record<string, unknown> {
  const url = `${baseOf(request)}${path.replace('{object}', object.name)}/${nameOf(object)}`;
  const urls = { defaultValues: `${url}/defaultValues`, describe: `${url}/describe`, quickAction: url };
  return { label: `New ${object.label}`, name: nameOf(object), type: 'Create', urls };
}

function describeAction(object: ObjectType, request: ResourceRequest, path: string): Record<string, unknown> {
  const shared = { accessLevelRequired: null, canvasApplicationId: null, colors: [], contextSobjectType: request.params.object ?? null, defaultValues: null };
  const needed = object.fields.filter(({ required, nameField, createable }) => createable && (required || nameField));
  const fields = needed.map(({ name, label }) => ({ name, label }));
  return { ...brief(object, request, path), ...shared, layout: { fields }, targetSobjectType: object.name, targetParentField: null, targetRecordTypeId: null };
}
