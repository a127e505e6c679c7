import { RejectGroups } from '../../flows/model/groupRejected.ts';
import type { ChangeRow } from './useChangeRows.ts';

/** Why a row is not written, in the words in which rejected rows are grouped by cause. */
export function plainReason({ code, message }: NonNullable<ChangeRow['reason']>, fields: ChangeRow['fields']): string {
  const groups = new RejectGroups();
  groups.add(code, message, fields.map(({ name }) => ({ name, type: 'text' })), fields.map(({ after }) => after));
  return groups.list()[0]!.plain;
}
