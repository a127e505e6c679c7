import type { RecordChange } from '../../kit/change.ts';

/** The fields of a change as a request carries them: `Account.External_Key__c` names a parent by its external id. */
export function recordBody({ fields }: Pick<RecordChange, 'fields'>, body: Record<string, unknown> = {}): Record<string, unknown> {
  for (const { name, after } of fields) {
    const point = name.indexOf('.');
    if (point < 0) body[name] = after;
    else body[name.slice(0, point)] = after === null ? after : { [name.slice(point + 1)]: after };
  }
  return body;
}
