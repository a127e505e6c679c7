import type { OrgContext } from '../org.ts';
import { type ObjectType, quoted } from '../schema/objectType.ts';

/** How many records of an object there are, without those in the recycle bin. */
export function countRecords(org: Pick<OrgContext, 'database'>, object: ObjectType): number {
  return Number(org.database.get(`SELECT count(*) FROM ${quoted(object.name)} WHERE "IsDeleted" = 0`)![0]);
}
