import type { RecordChange } from '../../kit/change.ts';

/** The fields of a change as a request carries them: `Account.External_Key__c` names a parent by its external id. */
export function recordBody({ fields }: Pick<RecordChange, 'fields'>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, after } of fields) {
    const [first, ...rest] = name.split('.');
    body[first!] = rest.length === 0 || after === null ? after : { [rest.join('.')]: after };
  }
  return body;
}

