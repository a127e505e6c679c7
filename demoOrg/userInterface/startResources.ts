import { json } from '../http/reply.ts';
import { baseOf } from '../rest/apiVersions.ts';
import { type Resource, resource, type ResourceRequest } from '../rest/resource.ts';
import type { ObjectType } from '../schema/objectType.ts';
import { recentRecords } from './recentRecords.ts';

const colors = ['3C97DD', 'A094ED', 'F88962', 'FCB95B', 'F2CF5B', '4BC076', '56AADF', 'EC94ED'];
const mostRecent = 200;

/** What an app shows first: recent records, tabs and their look; and the rules and approvals, of which there are none. */
export const startResources: readonly Resource[] = [
  resource('GET', '/recent', (request, org, session) => {
    const limit = Math.min(mostRecent, Math.max(1, Math.trunc(Number(request.query.get('limit'))) || mostRecent));
    return json(recentRecords(org, session, org.schemaFor(session.userId).objects, baseOf(request), limit));
  }),
  resource('GET', '/tabs', (request, org, session) => json(tabbed(org.schemaFor(session.userId).objects).map((object, index) => tab(object, index, request)))),
  resource('GET', '/theme', (_, org, session) =>
    json({ themeItems: tabbed(org.schemaFor(session.userId).objects).map(({ name }, index) => ({ name, colors: themeColors(index), icons: [] })) }),
  ),
  resource('GET', '/process/rules', () => json({ rules: {} })),
  resource('GET', '/process/approvals', () => json({ approvals: {} })),
];

/** Objects that people work with. */
function tabbed(objects: readonly ObjectType[]): ObjectType[] {
  return objects.filter(({ name, byName }) => byName.has('OwnerId') && !name.endsWith('__e'));
}

function tab({ name, labelPlural, custom }: ObjectType, index: number, { origin }: ResourceRequest): Record<string, unknown> {
  return {
    colors: themeColors(index),
    custom,
    iconUrl: `${origin}/`,
    icons: [],
    label: labelPlural,
    miniIconUrl: `${origin}/`,
    name: custom ? name : `standard-${name}`,
    sobjectName: name,
    url: `${origin}/demo/objects/${name}`,
  };
}

function themeColors(index: number): { color: string; context: string; theme: string }[] {
  return [{ color: colors[index % colors.length]!, context: 'primary', theme: 'theme4' }];
}
