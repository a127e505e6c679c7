import { json } from '../http/reply.ts';
import { open, type Route, secured } from '../http/router.ts';
import { apiVersions, baseOf } from './apiVersions.ts';

const resources = [
  'sobjects', 'query', 'queryAll', 'search', 'limits', 'composite', 'jobs', 'recent', 'tabs', 'theme', 'quickActions', 'process', 'tooling',
];

/** Versions and the list of resources. */
export const rootRoutes: readonly Route[] = [
  open('GET', '/services/data', () => json(apiVersions)),
  secured('GET', '/services/data/{version}', (request, org, session) => {
    const base = baseOf(request);
    return json({
      ...Object.fromEntries(resources.map((name) => [name, `${base}/${name}`])),
      identity: `${request.origin}/id/${org.organization.id}/${session.userId}`,
    });
  }),
];
