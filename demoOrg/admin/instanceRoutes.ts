import { orgCertificate } from '../http/orgCertificate.ts';
import { json, text } from '../http/reply.ts';
import { open, type Route } from '../http/router.ts';
import { tokenOf } from '../http/sessionOf.ts';
import { isLimitName } from '../limits/limitDefinitions.ts';
import { OrgError } from '../orgError.ts';
import { countRecords } from './countRecords.ts';
import { objectBody } from './objectBody.ts';

interface Instance {
  readonly data: string;
  readonly startedAt: Date;
  readonly onStop: (() => void) | undefined;
}

/** What runs here, for programs on this machine: how it is, whether a session is good, how to change its limits, how to stop it. */
export function instanceRoutes({ data, startedAt, onStop }: Instance): readonly Route[] {
  return [
    open('GET', '/demo/status', (request, org) => {
      const records = Object.fromEntries(org.schema.objects.map((object) => [object.name, countRecords(org, object)]));
      return json({ url: request.origin, pid: process.pid, data, startedAt, records, limits: org.limits.list(), faults: org.faults.list() });
    }),
    open('GET', '/demo/session', (request, org) => (org.sessions.find(tokenOf(request) ?? '') ? json({ good: true }) : text('Bad_OAuth_Token', 403))),
    open('GET', '/demo/certificate', (_, org) => ({ status: 200, type: 'application/x-pem-file', body: orgCertificate(org.database, org.now()).certificate })),
    open('POST', '/demo/limits', async (request, org) => {
      const { name, max } = await objectBody(request);
      if (typeof name !== 'string' || !isLimitName(name)) {
        const names = org.limits.list().map((limit) => limit.name);
        throw new OrgError('INVALID_FIELD', `There is no limit ${JSON.stringify(name)}. Limits: ${names.join(', ')}.`);
      }
      if (typeof max !== 'number' || !Number.isInteger(max) || max < 0) throw new OrgError('INVALID_FIELD', '"max" is a whole number, 0 or more.');
      org.limits.setMax(name, max);
      return json(org.limits.list());
    }),
    open('POST', '/demo/stop', async (request) => {
      await objectBody(request);
      if (!onStop) throw new OrgError('INSUFFICIENT_ACCESS', 'This org belongs to the program it runs in, and ends with it.', { status: 409 });
      // The answer leaves first.
      setTimeout(onStop, 50);
      return json({ stopped: true, pid: process.pid });
    }),
  ];
}
