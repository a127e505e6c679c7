import type { Session } from '../auth/sessions.ts';
import { json } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { notFound } from '../orgError.ts';
import { runQuery } from '../query/runQuery.ts';
import { baseOf } from '../rest/apiVersions.ts';
import { type Resource, resource, type ResourceRequest } from '../rest/resource.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { type ListView, listViews } from './listViews.ts';

const mostRecords = 2_000;
const usualRecords = 25;

/** List views, their columns and conditions, and their records. */
export const listViewResources: readonly Resource[] = [
  resource('GET', '/sobjects/{object}/listviews', (request, org, session) => {
    const object = org.schemaFor(session.userId).at(request.params.object!);
    const views = listViews(object).map((view) => brief(view, object, request));
    return json({ done: true, listviews: views, nextRecordsUrl: null, size: views.length, sobjectType: object.name });
  }),
  resource('GET', '/sobjects/{object}/listviews/{id}', (request, org, session) => {
    const { view, object } = viewOf(request, org, session);
    return json(brief(view, object, request));
  }),
  resource('GET', '/sobjects/{object}/listviews/{id}/describe', (request, org, session) => {
    const { view, object } = viewOf(request, org, session);
    return json({
      columns: view.columns.map((column) => columnOf(column)),
      id: view.id,
      orderBy: object.nameField ? [{ fieldNameOrPath: object.nameField.name, nullsPosition: 'first', sortDirection: 'ascending' }] : [],
      query: soqlOf(view, session),
      scope: view.scope,
      sobjectType: object.name,
      whereCondition: { conditions: [], conjunction: 'and' },
    });
  }),
  resource('GET', '/sobjects/{object}/listviews/{id}/results', (request, org, session) => {
    const { view } = viewOf(request, org, session);
    const limit = Math.min(mostRecords, Math.max(1, Math.trunc(Number(request.query.get('limit'))) || usualRecords));
    const offset = Math.min(mostRecords, Math.max(0, Math.trunc(Number(request.query.get('offset'))) || 0));
    const soql = `${soqlOf(view, session)} LIMIT ${limit}${offset > 0 ? ` OFFSET ${offset}` : ''}`;
    const { records } = runQuery(org, soql, { all: false, pageSize: mostRecords, base: baseOf(request), userId: session.userId });
    return json({
      columns: view.columns.map((column) => columnOf(column)),
      developerName: view.developerName,
      done: records.length < limit,
      id: view.id,
      label: view.label,
      records: records.map((record) => ({ columns: view.columns.map(({ name }) => ({ fieldNameOrPath: name, value: record[name] ?? null })) })),
      size: records.length,
    });
  }),
];

function viewOf(request: ResourceRequest, org: OrgContext, session: Session): { view: ListView; object: ObjectType } {
  const object = org.schemaFor(session.userId).at(request.params.object!);
  const view = listViews(object).find(({ id, developerName }) => id === request.params.id || developerName === request.params.id);
  if (!view) throw notFound();
  return { view, object };
}

function soqlOf({ soql }: ListView, { userId }: Session): string {
  return soql.replace(':me', userId);
}

function brief({ id, developerName, label }: ListView, { name }: ObjectType, request: ResourceRequest): Record<string, unknown> {
  const url = `${baseOf(request)}/sobjects/${name}/listviews/${id}`;
  return { describeUrl: `${url}/describe`, developerName, id, label, resultsUrl: `${url}/results`, soqlCompatible: true, url };
}

function columnOf({ name, label }: ListView['columns'][number]): Record<string, unknown> {
  const sorting = { ascendingLabel: null, descendingLabel: null, sortDirection: null, sortIndex: null, sortable: true };
  return { ...sorting, fieldNameOrPath: name, hidden: false, label, searchable: false, selectListItem: name, type: 'string' };
}
