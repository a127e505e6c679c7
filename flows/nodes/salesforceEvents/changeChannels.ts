import { queryPath } from '../../connectors/salesforce/restQuery.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { uncounted } from '../../connectors/salesforce/sharedOrg.ts';
import type { Choice } from '../../kit/defineRun.ts';

interface Described {
  readonly name: string;
  readonly label: string;
  readonly triggerable: boolean;
  readonly queryable: boolean;
}

/** What can be listened to in an org, as far as it says so: whether an object's changes are told is chosen in Setup, and told by no describe. */
export async function changeChannels(org: SalesforceOrg, signal: AbortSignal): Promise<Choice[]> {
  const { sobjects } = await org.request<{ sobjects: readonly Described[] }>({ method: 'GET', path: '/sobjects', idempotent: true }, uncounted, signal);
  const topics = sobjects.some(({ name }) => name === 'PushTopic')
    ? (await org.request<{ records: readonly { Name: string }[] }>({ method: 'GET', path: queryPath('SELECT Name FROM PushTopic WHERE IsActive = true', false), idempotent: true }, uncounted, signal)).records
    : [];
  return [
    ...sobjects.filter(({ name }) => name.endsWith('__e')).map(({ name, label }) => ({ value: `/event/${name}`, label, detail: 'platform event' })),
    ...topics.map(({ Name }) => ({ value: `/topic/${Name}`, label: Name, detail: 'PushTopic' })),
    ...sobjects
      .filter(({ name, triggerable, queryable }) => triggerable && queryable && !/(ChangeEvent|__e|PushTopic|StreamingChannel)$/.test(name))
      .map(({ name, label }) => ({ value: `/data/${changeEvent(name)}`, label: `Changes of ${label}`, detail: name })),
    { value: '/data/ChangeEvents', label: 'Changes of all chosen objects', detail: 'fields as JSON' },
  ];
}

function changeEvent(object: string): string {
  return object.endsWith('__c') ? object.replace(/__c$/, '__ChangeEvent') : `${object}ChangeEvent`;
}
