import { escapeHtml } from '../http/escapeHtml.ts';
import { pageFrame } from '../http/pageFrame.ts';
import { html, type Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { type Field, isLongText, type ObjectType, quoted } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';
import { countRecords } from './countRecords.ts';
import { columnOf, htmlTable } from './htmlTable.ts';
import { code, link } from './links.ts';
import { shownValue } from './shownValue.ts';

const rowsPerPage = 50;
const columnsShown = 9;
const leftOut = new Set(['Id', 'IsDeleted', 'CreatedById', 'CreatedDate', 'LastModifiedById', 'SystemModstamp', 'LastModifiedDate']);

/** Every record of the org, for a person. */
export const pageRoutes: readonly Route[] = [
  open('GET', '/demo/objects/{object}', records),
  open('GET', '/demo/objects/{object}/{id}', record),
];

function records(request: OrgRequest, org: OrgContext): Reply {
  const object = org.schema.at(request.params.object!);
  const total = countRecords(org, object);
  const pages = Math.max(1, Math.ceil(total / rowsPerPage));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(request.query.get('page'))) || 1));
  const modified = object.byName.get('LastModifiedDate')!;
  const fields = [...shownFields(object), modified];
  // The newest change first: what a run has just written stands on top.
  const rows = org.database.all(
    `SELECT "Id", ${fields.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(object.name)} WHERE "IsDeleted" = 0
     ORDER BY "LastModifiedDate" DESC, "Id" DESC LIMIT :limit OFFSET :offset`,
    { limit: rowsPerPage, offset: (page - 1) * rowsPerPage },
  );
  const cells = rows.map(([id, ...values]) => [
    link(`/demo/objects/${object.name}/${id as string}`, id as string),
    ...fields.map((field, index) => shownValue(field, values[index])),
  ]);
  const columns = [{ title: 'Id' }, ...fields.map((field) => (field === modified ? { title: 'Last changed (UTC)' } : columnOf(field)))];
  const turn = (to: number, label: string): string => (to < 1 || to > pages ? '' : link(`?page=${to}`, label));
  return html(
    pageFrame(
      object.labelPlural,
      `
<nav>${link('/', org.organization.name)}</nav><h1>${escapeHtml(object.labelPlural)}</h1>
<p class="quiet">${total.toLocaleString('en-US')} records, the last changed first. Page ${page} of ${pages}.</p>
${htmlTable(columns, cells)}<nav>${turn(page - 1, 'Newer')} ${turn(page + 1, 'Older')}</nav>`,
    ),
  );
}

function record(request: OrgRequest, org: OrgContext): Reply {
  const object = org.schema.at(request.params.object!);
  const id = normalId(request.params.id!) ?? '';
  const row = org.database.get(`SELECT ${object.columns.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(object.name)} WHERE "Id" = :id`, { id });
  const up = `<nav>${link('/', org.organization.name)} ${link(`/demo/objects/${object.name}`, object.labelPlural)}</nav>`;
  if (!row)
    return html(pageFrame('No such record', `${up}<h1>There is no ${escapeHtml(object.label)} with the id ${escapeHtml(request.params.id!)}</h1>`), 404);
  const title = String(row[object.nameField?.column ?? 0] ?? id);
  const fields = object.columns.map(
    (field) => `<tr><th>${escapeHtml(field.label)}<br>${code(field.name)}</th><td>${linkedValue(field, row[field.column], org)}</td></tr>`,
  );
  return html(pageFrame(title, `${up}<h1>${escapeHtml(title)}</h1><div class="sheet"><table class="record"><tbody>${fields.join('')}</tbody></table></div>`));
}

/** The name first, then what is usually looked at: the key, the required, the e-mail; addresses and references last. */
function shownFields(object: ObjectType): Field[] {
  const tests = [
    ({ nameField }: Field) => nameField,
    ({ externalId }: Field) => externalId,
    ({ required }: Field) => required,
    ({ type }: Field) => type === 'email',
    ({ compound, referenceTo }: Field) => compound === undefined && referenceTo.length === 0,
  ];
  const rank = (field: Field): number => {
    const first = tests.findIndex((test) => test(field));
    return first < 0 ? tests.length : first;
  };
  const nameParts = new Set(object.columns.flatMap(({ joins }) => joins));
  const candidates = object.columns.filter((field) => !leftOut.has(field.name) && !nameParts.has(field.name) && !isLongText(field));
  return candidates.toSorted((a, b) => rank(a) - rank(b)).slice(0, columnsShown);
}

/** References are links to the parent, by its name. */
function linkedValue(field: Field, value: unknown, org: OrgContext): string {
  const parent = field.referenceTo.length > 0 && typeof value === 'string' ? org.schema.ofId(value) : undefined;
  if (!parent || typeof value !== 'string') return shownValue(field, value);
  const name = parent.nameField && org.database.get(`SELECT ${quoted(parent.nameField.name)} FROM ${quoted(parent.name)} WHERE "Id" = :value`, { value })?.[0];
  return link(`/demo/objects/${parent.name}/${value}`, String(name ?? value));
}
