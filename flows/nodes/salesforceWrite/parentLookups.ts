import { bodyValue } from '../../connectors/salesforce/recordCells.ts';
import { findField, type FieldDescribe, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { OrgCounters, SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import type { Batch } from '../../kit/batch.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { normalValue } from './normalValue.ts';
import { readTarget, valueAt } from './readTarget.ts';

/**
 * Parents that the org does not find by itself, because a column names them by a field that is no external id: a record type by its developer
 * name, an owner by the user name. They are asked for, each value once, and the record is written with the Id.
 */
export interface ParentLookup {
  /** The field that is written: `OwnerId` for `Owner.Username`. */
  readonly reference: FieldDescribe;
  /** Asks for the values of a batch that are not known yet. */
  prepare(batch: Batch): Promise<void>;
  /** The Id of the record with this value, or why there is none to take. Blank for blank. */
  idOf(value: Cell): Cell | AppError;
}

interface Parent {
  readonly object: ObjectDescribe;
  readonly by: FieldDescribe;
}

interface Asking {
  readonly org: SalesforceOrg;
  readonly describe: ObjectDescribe;
  readonly counters: OrgCounters;
  readonly signal: AbortSignal;
}

/** Which of the candidates count. Nobody writes for a user who has left; an owner that is a group is a queue; a record type is that of the object. */
function restriction(parent: string, object: string): string | undefined {
  return { User: 'IsActive = true', Group: "Type = 'Queue'", RecordType: `SobjectType = '${object}' AND IsActive = true` }[parent];
}

/**
 * The lookups of the incoming columns, by column. Columns that name a parent by an external id have none: the org resolves those in the call.
 * Throws kind `settings` for a field that no parent has.
 */
export async function parentLookups(schema: Schema, asking: Asking): Promise<ReadonlyMap<number, ParentLookup>> {
  const lookups = new Map<number, ParentLookup>();
  for (const [index, { name, type }] of schema.entries()) {
    const [relationship, ...path] = name.split('.');
    const reference = path.length === 0 ? undefined : asking.describe.fields.find((field) => field.relationshipName?.toLowerCase() === relationship!.toLowerCase());
    // What is no relationship is told with all the other columns that are none.
    if (!reference) continue;
    const parents: Parent[] = [];
    for (const object of reference.referenceTo) {
      const parent = await asking.org.describe(object, asking.counters, asking.signal);
      const by = findField(parent, path.join('.'));
      if (by) parents.push({ object: parent, by });
    }
    if (parents.length === 0) {
      throw new AppError('settings', 'columnsAreNoFields', {
        message: `${reference.referenceTo.join(' and ')} ${reference.referenceTo.length > 1 ? 'have' : 'has'} no field "${path.join('.')}" (column "${name}").`,
        hint: 'Name the parent by one of its own fields, such as an external id.',
      });
    }
    const isForOrg = reference.referenceTo.length === 1 && parents[0]!.by.externalId;
    if (!isForOrg) lookups.set(index, parentLookup({ reference, parents, column: name, index, type }, asking));
  }
  return lookups;
}

interface LookedUp {
  readonly reference: FieldDescribe;
  readonly parents: readonly Parent[];
  readonly column: string;
  readonly index: number;
  readonly type: Schema[number]['type'];
}

function parentLookup({ reference, parents, column, index, type }: LookedUp, { org, describe, counters, signal }: Asking): ParentLookup {
  const known = new Map<string, readonly string[]>();
  const textOf = (value: Cell): string => String(normalValue(value, parents[0]!.by) ?? '');
  return {
    reference,
    async prepare(batch) {
      const wanted = new Map<string, string>();
      for (const row of batch.rows) {
        const text = textOf(bodyValue(type, batch.columns[index]!.value(row)));
        if (text !== '' && !known.has(folded(text))) wanted.set(folded(text), text);
      }
      if (wanted.size === 0) return;
      const found = new Map([...wanted.keys()].map((key) => [key, [] as string[]]));
      for (const { object, by } of parents) {
        const where = restriction(object.name, describe.name);
        const records = await readTarget(org, { object: object.name, select: ['Id', by.name], by, keys: [...wanted.values()], ...(where === undefined ? {} : { where }) }, counters, signal);
        for (const record of records) found.get(folded(textOf(valueAt(record, by.name))))?.push(String(record['Id']));
      }
      for (const [key, ids] of found) known.set(key, ids);
    },
    idOf(value) {
      const text = textOf(value);
      if (text === '') return null;
      const ids = known.get(folded(text)) ?? [];
      if (ids.length === 1) return ids[0]!;
      const objects = parents.map(({ object }) => object.name).join(' or ');
      const what = `the ${parents[0]!.by.name} "${text}" (column "${column}")`;
      const data = { fields: [reference.name] };
      if (ids.length === 0) return new AppError('row', 'parentNotFound', { message: `There is no ${objects} with ${what}.`, data });
      return new AppError('row', 'parentNotUnique', { message: `${ids.length} records of ${objects} have ${what}.`, data });
    },
  };
}

/** As SOQL compares texts. */
function folded(text: string): string {
  return text.toLowerCase();
}
