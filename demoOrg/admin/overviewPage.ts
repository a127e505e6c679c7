import { escapeHtml } from '../http/escapeHtml.ts';
import type { OrgContext } from '../org.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { countRecords } from './countRecords.ts';
import { faultSwitches, faultText } from './faultSwitches.ts';
import { htmlTable } from './htmlTable.ts';
import { code, link } from './links.ts';
import type { LoggedRequest } from './requestLog.ts';

const requestsShown = 15;
/** Shown while nothing of them is used, too. */
const alwaysShown = new Set(['DailyApiRequests', 'DailyBulkApiBatches', 'DailyDeliveredPlatformEvents']);
const number = (value: number): string => value.toLocaleString('en-US');

/** What the org is and what it is doing: records, limits, faults, the last requests. `formToken` proves that a form came from this page. */
export function overviewPage(org: OrgContext, origin: string, formToken: string): string {
  const { name } = org.organization;
  return `
<h1>${escapeHtml(name)}</h1>
<p>A make-believe Salesforce org that runs on this machine. It speaks Salesforce's APIs, everything in it is invented, and nothing leaves this computer.</p>
<p class="quiet">Login URL ${code(origin)} · everybody's password ${code(org.users.password)}</p>
<div class="halves">
<section><h2>Limits</h2>${limitBars(org)}</section>
<section><h2>Make something go wrong</h2>${switches(org, formToken)}</section>
</div>
<div class="head"><h2>Last requests</h2>${link('/', 'Refresh')}</div>${requestTable(org.requests.list())}
<h2>Records</h2>${objectTables(org)}
<h2>Users</h2>${userTable(org)}`;
}

function limitBars(org: OrgContext): string {
  const shown = org.limits.list().filter(({ name, used }) => used > 0 || alwaysShown.has(name));
  const bars = shown.map(({ name, used, max }) => {
    const share = max === 0 ? 100 : Math.min(100, (used / max) * 100);
    const level = share >= 100 ? ' full' : share >= 80 ? ' high' : used === 0 ? ' unused' : '';
    return `<div class="limit"><div><span>${escapeHtml(words(name))}</span><span>${number(used)} <span class="quiet">of ${number(max)}</span></span></div>
<div class="bar${level}"><div style="width:${share.toFixed(1)}%"></div></div></div>`;
  });
  return `<div class="sheet padded">${bars.join('')}</div>`;
}

/** `DailyApiRequests` → `Daily API requests`. */
function words(name: string): string {
  const text = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/\b([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  const small = text.replace(/ [A-Z][a-z]+/g, (word) => word.toLowerCase());
  return small.replace(/\bapi\b/i, 'API').replace(/\bv2\b/i, '2.0').replace(/storage MB/i, 'storage (MB)');
}

function switches(org: OrgContext, formToken: string): string {
  const active = org.faults.list();
  const items = active.map((fault) => `<li>${escapeHtml(faultText(fault))}</li>`);
  const list = active.length === 0 ? '<p class="quiet">Everything works as it should.</p>' : `<ul class="problem">${items.join('')}</ul>`;
  const buttons = faultSwitches.map(({ name, label }) => `<button class="plain" name="switch" value="${name}">${escapeHtml(label)}</button>`);
  const heal = active.length === 0 ? '' : '<button name="switch" value="heal">Heal everything</button>';
  return `<form method="post" action="/demo/switches" class="sheet padded"><input type="hidden" name="token" value="${formToken}">
<div class="state">${list}${heal}</div><div class="buttons">${buttons.join('')}</div></form>`;
}

function requestTable(requests: readonly LoggedRequest[]): string {
  if (requests.length === 0) return '<p class="quiet">Nobody has asked anything yet.</p>';
  const rows = requests.slice(0, requestsShown).map(({ at, method, path, status, ms }) => [
    escapeHtml(at.toISOString().slice(11, 19)),
    escapeHtml(method),
    code(path),
    status === 0 ? '<span class="problem">cut</span>' : `<span${status >= 400 ? ' class="problem"' : ''}>${status}</span>`,
    `${number(Math.round(ms))} ms`,
  ]);
  const columns = [{ title: 'Time (UTC)' }, { title: 'Method' }, { title: 'Path' }, { title: 'Status', isNumber: true }, { title: 'Took', isNumber: true }];
  return htmlTable(columns, rows);
}

/** What people work with first; definitions, permissions and what nobody has used yet can be unfolded. */
function objectTables(org: OrgContext): string {
  const counted = org.schema.objects.filter(({ name }) => !name.endsWith('__e')).map((object) => ({ object, count: countRecords(org, object) }));
  const isFirst = ({ object, count }: CountedObject): boolean => object.custom || (object.writable && count > 0);
  const rest = counted.filter((one) => !isFirst(one));
  return `${objectTable(counted.filter(isFirst))}<details><summary>${rest.length} more: definitions, permissions, history</summary>${objectTable(rest)}</details>`;
}

interface CountedObject {
  readonly object: ObjectType;
  readonly count: number;
}

function objectTable(objects: readonly CountedObject[]): string {
  const rows = objects.map(({ object, count }) => [link(`/demo/objects/${object.name}`, object.labelPlural), code(object.name), number(count)]);
  return htmlTable([{ title: 'Object' }, { title: 'API name' }, { title: 'Records', isNumber: true }], rows);
}

function userTable(org: OrgContext): string {
  const rows = org.users.list().map((user) => [code(user.username), escapeHtml(user.name), escapeHtml(user.profile)]);
  return htmlTable([{ title: 'Username' }, { title: 'Name' }, { title: 'Profile' }], rows);
}
