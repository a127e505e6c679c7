import { hash } from 'node:crypto';
import { findField, type FieldDescribe, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { ordinalOf, type Batch } from '../../kit/batch.ts';
import type { Change } from '../../kit/change.ts';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { foldedKey } from './previewRows.ts';
import { readTarget, valueAt } from './readTarget.ts';
import type { Settings } from './settings.ts';

interface Marking {
  readonly org: SalesforceOrg;
  readonly describe: ObjectDescribe;
  readonly marker: FieldDescribe | undefined;
  /** A unique external id that rows may give themselves. */
  readonly own: FieldDescribe | undefined;
  readonly context: NodeContext<Settings>;
  readonly run: string;
}

/** The field that Sluice marks inserted records in. Throws kind `settings` where it cannot serve. */
export function markerOf({ operation, marker }: Settings, describe: ObjectDescribe): FieldDescribe | undefined {
  if (operation !== 'insert' || marker === '') return undefined;
  const field = findField(describe, marker);
  if (field?.externalId && field.createable && field.type === 'string') return field;
  throw new AppError('settings', 'markerUnfit', {
    message: `${describe.name}.${marker} cannot hold Sluice's mark: it must be a text field that is an external id and may be written.`,
    hint: 'Choose another field, or leave it blank.',
    where: { path: ['marker'] },
  });
}

/**
 * Inserts that can be told from others: with a marker each carries what run and row it comes from, else the row's own external id says it.
 * A record that has the key already makes its row a conflict, and shows a resumed run that the row was written.
 */
export async function markedChanges(changes: readonly Change[], batch: Batch, { org, describe, marker, own, context, run }: Marking): Promise<Change[]> {
  const field = marker ?? own;
  if (!field) return [...changes];
  const seen = new Map<string, number>();
  const keyed = changes.map((change): Change => {
    if (change.action !== 'insert') return change;
    if (!marker) {
      const key = change.fields.find(({ name }) => name === field.name)?.after ?? null;
      return key === null ? change : { ...change, key: String(key), identity: foldedKey(String(key), field) };
    }
    const print = `${ordinalOf(batch, change.row)}-${hash('sha1', JSON.stringify(Object.fromEntries(change.fields.map(({ name, after }) => [name, after]))), 'hex').slice(0, 12)}`;
    const twin = seen.get(print) ?? 0;
    seen.set(print, twin + 1);
    const mark = `${run.slice(0, 8)}-${print}${twin === 0 ? '' : `-${twin}`}`;
    return { ...change, key: mark, identity: mark, asked: change.fields, fields: [...change.fields, { name: field.name, before: null, after: mark }] };
  });
  const keys = [...new Set(keyed.filter(({ action, key }) => action === 'insert' && key !== '').map(({ key }) => key))];
  const records = await readTarget(org, { object: describe.name, select: ['Id', field.name], by: field, keys }, context, context.signal);
  const known = new Map(records.map((record) => [foldedKey(String(valueAt(record, field.name)), field), String(record['Id'])]));
  return keyed.map((change) => {
    const id = change.action === 'insert' && change.key !== '' ? known.get(foldedKey(change.key, field)) : undefined;
    if (id === undefined) return change;
    return { ...change, id, action: 'conflict', error: new AppError('row', 'alreadyThere', { message: `There is a ${describe.name} with the ${field.name} "${change.key}" already, and an insert would make another.` }) };
  });
}
