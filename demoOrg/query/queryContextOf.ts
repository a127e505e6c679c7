import type { OrgContext } from '../org.ts';
import type { Schema } from '../schema/schema.ts';
import type { Clock } from '../soql/dateRange.ts';

/** What every query is compiled with: the schema as the user sees it (all of it where there is none: Apex), the time, and what a fiscal year is. */
export function queryContextOf(org: OrgContext, userId?: string): Clock & { readonly schema: Schema } {
  const { timeZone, fiscalYearStartMonth } = org.organization;
  const schema = userId === undefined ? org.schema : org.schemaFor(userId);
  return { schema, now: org.now(), timeZone, fiscalStart: fiscalYearStartMonth ?? 1, ...(userId === undefined ? {} : { userId }) };
}
