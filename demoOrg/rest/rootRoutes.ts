import { json } from '../http/reply.ts';
import { open, type Route, secured } from '../http/router.ts';
import { apiVersions, baseOf } from './apiVersions.ts';

const resources = ['sobjects', 'query', 'queryAll', 'limits', 'composite'];

/** Versions, the list of resources, and the limits. */
export const rootRoutes: readonly Route[] = [
  open('GET', '/services/data', () => json(apiVersions)),
  secured('GET', '/services/data/{version}', (request, org, session) => {
    const base = baseOf(request);
    return json({
      ...Object.fromEntries(resources.map((name) => [name, `${base}/${name}`])),
      identity: `${request.origin}/id/${org.organization.id}/${session.userId}`,
    });
  }),
  secured('GET', '/services/data/{version}/limits', (_, org) => {
    const unused = (max: number): { Max: number; Remaining: number } => ({ Max: max, Remaining: max });
    return json({
      ConcurrentAsyncGetReportInstances: unused(200),
      DailyApiRequests: { Max: org.usage.max, Remaining: Math.max(0, org.usage.max - org.usage.used()) },
      DailyBulkApiBatches: unused(15_000),
      DailyBulkV2QueryFileStorageMB: unused(976_562),
      DailyBulkV2QueryJobs: unused(10_000),
      DataStorageMB: unused(1_024),
      FileStorageMB: unused(1_024),
    });
  }),
];
