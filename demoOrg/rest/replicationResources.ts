import type { Session } from '../auth/sessions.ts';
import { json } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import { storedMoment } from '../records/readField.ts';
import { type ObjectType, quoted } from '../schema/objectType.ts';
import { type Resource, resource, type ResourceRequest } from './resource.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** How far back a copy may ask. */
const mostDays = 30;
/** How long the recycle bin remembers. */
const binDays = 15;

interface Period {
  readonly object: ObjectType;
  readonly start: string;
  readonly end: string;
}

/** What changed in a period, for those who keep a copy: ids of records written, and of records deleted. */
export const replicationResources: readonly Resource[] = [
  resource('GET', '/sobjects/{object}/updated', (request, org, session) => {
    const { object, start, end } = periodOf(request, org, session);
    const ids = org.database.all(
      `SELECT "Id" FROM ${quoted(object.name)} WHERE "SystemModstamp" >= :start AND "SystemModstamp" < :end AND "IsDeleted" = 0
       ORDER BY "SystemModstamp", "Id"`,
      { start, end },
    );
    return json({ ids: ids.map(([id]) => id), latestDateCovered: end });
  }),
  resource('GET', '/sobjects/{object}/deleted', (request, org, session) => {
    const { object, start, end } = periodOf(request, org, session);
    const rows = org.database.all(
      `SELECT "Id", "SystemModstamp" FROM ${quoted(object.name)} WHERE "SystemModstamp" >= :start AND "SystemModstamp" < :end AND "IsDeleted" = 1
       ORDER BY "SystemModstamp", "Id"`,
      { start, end },
    );
    return json({
      deletedRecords: rows.map(([id, deletedDate]) => ({ id, deletedDate })),
      earliestDateAvailable: storedMoment(org.now().getTime() - binDays * dayMs),
      latestDateCovered: end,
    });
  }),
];

/** @throws OrgError `INVALID_REPLICATION_DATE` */
function periodOf(request: ResourceRequest, org: OrgContext, session: Session): Period {
  const object = org.schemaFor(session.userId).at(request.params.object!);
  const [start, end] = ['start', 'end'].map((name) => momentOf(request.query.get(name), name)) as [number, number];
  if (end <= start) throw new OrgError('INVALID_REPLICATION_DATE', 'endDate has to be later than startDate');
  if (start < org.now().getTime() - mostDays * dayMs)
    throw new OrgError('INVALID_REPLICATION_DATE', `startDate cannot be more than ${mostDays} days ago`);
  return { object, start: storedMoment(start), end: storedMoment(end) };
}

function momentOf(text: string | null, name: string): number {
  // A plus that was not encoded arrives as a space.
  const ms = Date.parse((text ?? '').trim().replace(/ (?=\d\d:?\d\d$)/, '+'));
  if (Number.isNaN(ms)) throw new OrgError('MALFORMED_QUERY', `${name}: '${text ?? ''}' is not a valid date and time`);
  return ms;
}
