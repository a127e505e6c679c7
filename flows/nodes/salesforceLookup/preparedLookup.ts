import { columnTypeOf, type FieldDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { OrgCounters, SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { fieldAt } from '../../connectors/salesforce/selectList.ts';
import { AppError, closest } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { addedName, type definition } from './definition.ts';

export type Settings = ReturnType<typeof definition.settings.parse>;

/** A field by its path from the object that is looked in. */
interface FieldPath {
  readonly path: string;
  readonly field: FieldDescribe;
}

export interface PreparedLookup {
  readonly object: string;
  readonly keys: readonly FieldPath[];
  readonly fields: readonly FieldPath[];
  /** The columns that are added. */
  readonly added: Schema;
}

/** The fields that the settings name, as the org describes them. Rejects with kind `settings` for one that is not there. */
export async function preparedLookup(org: SalesforceOrg, settings: Settings, counters: OrgCounters, signal: AbortSignal): Promise<PreparedLookup> {
  const { name: object, fields: known } = await org.describe(settings.object, counters, signal);
  const find = async (name: string, path: readonly (string | number)[]): Promise<FieldPath> => {
    const field = await fieldAt(name.trim(), object, (one) => org.describe(one, counters, signal));
    if (field) return { path: name.trim(), field };
    const near = closest(name, known.map((one) => one.name));
    const hint = near === undefined ? 'Custom fields end with __c; Setup lists them as API names.' : `Did you mean ${near}?`;
    throw new AppError('settings', 'fieldUnknown', { message: `${object} has no field "${name.trim()}" that this user may see.`, hint, where: { path } });
  };
  const keys = await Promise.all(settings.keys.map(({ field }, index) => find(field, ['keys', index, 'field'])));
  const fields = await Promise.all(settings.fields.map(({ field }, index) => find(field, ['fields', index, 'field'])));
  return { object, keys, fields, added: fields.map(({ field }, index) => ({ name: addedName(settings.fields[index]!), type: columnTypeOf(field) })) };
}
