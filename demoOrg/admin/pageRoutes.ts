import { escapeHtml } from '../http/escapeHtml.ts';
import { pageFrame } from '../http/pageFrame.ts';
import { html, type Reply } from '../http/reply.ts';
import type { OrgRequest } from '../http/request.ts';
import { open, type Route } from '../http/router.ts';
import type { OrgContext } from '../org.ts';
import { type Field, isNumber, type ObjectType, quoted } from '../schema/objectType.ts';
import { normalId } from '../schema/recordId.ts';

const rowsPerPage = 50;
const columnsShown = 9;
const leftOut = new Set(['Id', 'IsDeleted', 'CreatedById', 'CreatedDate', 'LastModifiedById', 'SystemModstamp', 'LastModifiedDate']);

/** The org's own pages, for a person: what it is, who may sign in, and every record. */
export const pageRoutes: readonly Route[] = [
  open('GET', '/', overview),
  open('GET', '/demo/objects/{object}', records),
  open('GET', '/demo/objects/{object}/{id}', record),
];

function overview(request: OrgRequest, org: OrgContext): Reply {
  const objects = org.schema.objects.map((object) => {
    const [count] = org.database.get(`SELECT count(*) FROM ${quoted(object.name)} WHERE "IsDeleted" = 0`)!;
    return `<tr><td><a href="/demo/objects/${object.name}">${escapeHtml(object.labelPlural)}</a></td><td><code>${object.name}</code></td><td class="number">${Number(count).toLocaleString('en-US')}</td></tr>`;
  });
  const users = org.users
    .list()
    .map(({ username, name, profile }) => `<tr><td><code>${escapeHtml(username)}</code></td><td>${escapeHtml(name)}</td><td>${escapeHtml(profile)}</td></tr>`);
  return html(
    pageFrame(
      org.organization.name,
      `
<h1>${escapeHtml(org.organization.name)}</h1>
<p>A make-believe Salesforce org that runs on this machine. It speaks Salesforce's REST API, everything in it is invented, and nothing leaves this computer.</p>
<p class="quiet">Login URL <code>${escapeHtml(request.origin)}</code> · everybody's password <code>${escapeHtml(org.users.password)}</code> · API calls in the last 24 hours: ${org.usage.used().toLocaleString('en-US')} of ${org.usage.max.toLocaleString('en-US')}</p>
<h2>Records</h2><div class="sheet"><table><thead><tr><th>Object</th><th>API name</th><th class="number">Records</th></tr></thead><tbody>${objects.join('')}</tbody></table></div>
<h2>Users</h2><div class="sheet"><table><thead><tr><th>Username</th><th>Name</th><th>Profile</th></tr></thead><tbody>${users.join('')}</tbody></table></div>`,
    ),
  );
}

function records(request: OrgRequest, org: OrgContext): Reply {
  const object = org.schema.at(request.params.object!);
  const page = Math.max(1, Math.trunc(Number(request.query.get('page') ?? 1)) || 1);
  const count = Number(org.database.get(`SELECT count(*) FROM ${quoted(object.name)} WHERE "IsDeleted" = 0`)![0]);
  const fields = shownFields(object);
  const columns = ['Id', 'LastModifiedDate', ...fields.map(({ name }) => name)].map(quoted).join(', ');
  // The newest change first: what a run has just written stands on top.
  const rows = org.database.all(
    `SELECT ${columns} FROM ${quoted(object.name)} WHERE "IsDeleted" = 0 ORDER BY "LastModifiedDate" DESC, "Id" DESC LIMIT :limit OFFSET :offset`,
    { limit: rowsPerPage, offset: (page - 1) * rowsPerPage },
  );
  const body = rows.map(
    ([id, modified, ...values]) =>
      `<tr><td><a href="/demo/objects/${object.name}/${id as string}"><code>${id as string}</code></a></td>${fields.map((field, index) => cell(field, values[index])).join('')}<td>${moment(modified)}</td></tr>`,
  );
  const pages = Math.max(1, Math.ceil(count / rowsPerPage));
  const turn = (to: number, label: string): string => (to < 1 || to > pages ? '' : `<a href="?page=${to}">${label}</a>`);
  return html(
    pageFrame(
      object.labelPlural,
      `
<nav><a href="/">${escapeHtml(org.organization.name)}</a></nav><h1>${escapeHtml(object.labelPlural)}</h1>
<p class="quiet">${count.toLocaleString('en-US')} records, the last changed first. Page ${page} of ${pages}.</p>
<div class="sheet"><table><thead><tr><th>Id</th>${fields.map((field) => `<th${isNumber(field) ? ' class="number"' : ''}>${escapeHtml(field.label)}</th>`).join('')}<th>Last changed (UTC)</th></tr></thead><tbody>${body.join('')}</tbody></table></div>
<nav>${turn(page - 1, 'Newer')} ${turn(page + 1, 'Older')}</nav>`,
    ),
  );
}

function record(request: OrgRequest, org: OrgContext): Reply {
  const object = org.schema.at(request.params.object!);
  const id = normalId(request.params.id!) ?? '';
  const row = org.database.get(`SELECT ${object.columns.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(object.name)} WHERE "Id" = :id`, { id });
  const up = `<nav><a href="/">${escapeHtml(org.organization.name)}</a> <a href="/demo/objects/${object.name}">${escapeHtml(object.labelPlural)}</a></nav>`;
  if (!row)
    return html(pageFrame('No such record', `${up}<h1>There is no ${escapeHtml(object.label)} with the id ${escapeHtml(request.params.id!)}</h1>`), 404);
  const title = String(row[object.nameField?.column ?? 0] ?? id);
  const fields = object.columns.map(
    (field) => `<tr><th>${escapeHtml(field.label)}<br><code>${field.name}</code></th>${valueCell(field, row[field.column], org)}</tr>`,
  );
  return html(pageFrame(title, `${up}<h1>${escapeHtml(title)}</h1><div class="sheet"><table class="record"><tbody>${fields.join('')}</tbody></table></div>`));
}

/** The name first, then what is usually looked at: the key, the required, the rest in the order of the object. */
function shownFields(object: ObjectType): Field[] {
  const rank = (field: Field): number =>
    field.nameField ? 0 : field.externalId ? 1 : field.required ? 2 : field.joins.length > 0 || field.referenceTo !== undefined ? 4 : 3;
  const isPart = new Set(object.columns.flatMap(({ joins }) => joins));
  return object.columns
    .filter(({ name, length, type }) => !leftOut.has(name) && !isPart.has(name) && !(type === 'textarea' && length > 255))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, columnsShown);
}

function cell(field: Field, value: unknown): string {
  return `<td${isNumber(field) ? ' class="number"' : ''}>${shown(field, value)}</td>`;
}

/** References are links. */
function valueCell(field: Field, value: unknown, org: OrgContext): string {
  if (field.referenceTo === undefined || typeof value !== 'string') return `<td>${shown(field, value)}</td>`;
  const parent = org.schema.at(field.referenceTo);
  const name = parent.nameField && org.database.get(`SELECT ${quoted(parent.nameField.name)} FROM ${quoted(parent.name)} WHERE "Id" = :value`, { value })?.[0];
  return `<td><a href="/demo/objects/${parent.name}/${value}">${escapeHtml(String(name ?? value))}</a></td>`;
}

function shown(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '<span class="quiet">–</span>';
  if (field.type === 'boolean') return value === 1 ? 'yes' : 'no';
  if (field.type === 'datetime') return moment(value);
  return escapeHtml(typeof value === 'number' ? value.toLocaleString('en-US') : String(value));
}

function moment(value: unknown): string {
  return escapeHtml(String(value).slice(0, 19).replace('T', ' '));
}
