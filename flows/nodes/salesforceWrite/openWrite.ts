import { findField, type FieldDescribe, type ObjectDescribe } from '../../connectors/salesforce/objectDescribe.ts';
import type { OrgRecord } from '../../connectors/salesforce/recordCells.ts';
import type { SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { sharedOrg } from '../../connectors/salesforce/sharedOrg.ts';
import type { Batch } from '../../kit/batch.ts';
import type { Current, RecordChange, Target } from '../../kit/change.ts';
import type { ChangeWork, NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Cell, Schema } from '../../kit/schema.ts';
import { costOf } from './costOf.ts';
import { foreseeRefusal } from './foreseeRefusal.ts';
import { markerOf, markedChanges } from './marker.ts';
import { normalValue } from './normalValue.ts';
import { changeOf, foldedKey, stampOf } from './previewRows.ts';
import { parentLookups } from './parentLookups.ts';
import { readTarget, valueAt } from './readTarget.ts';
import { rowReader, type RowReader, type WantedRow } from './rowReader.ts';
import { sendBulk, settleBulk, type BulkSending } from './sendBulk.ts';
import { divided, goesByBulk } from './sendings.ts';
import { sendRest } from './sendRest.ts';
import { bulkFrom, bulkRows, isById, type Settings } from './settings.ts';

type Context = NodeContext<Settings>;

/** So many changes are divided into calls together: rows of one parent are found among them. By Bulk it is a job, of which an org takes 10,000 rows at a time anyway. */
const restRows = 1000;

/** Opens the writing of one object of an org. */
export async function openWrite(context: Context): Promise<ChangeWork> {
  const { settings, signal, run } = context;
  const org = await sharedOrg(context);
  const describe = await org.describe(settings.object, context, signal);
  const marker = markerOf(settings, describe);
  const isInsert = settings.operation === 'insert' || isById(settings);
  const insertBy = isInsert ? marker?.name : findField(describe, settings.key)?.name;
  const sending: BulkSending = { org, settings, insertBy, paces: { insert: {}, update: {}, upsert: {}, delete: {}, hardDelete: {} }, counters: context, signal };
  const own = isInsert && !marker ? ownKey(describe) : undefined;
  const foresee = settings.refused === 'reject' && !settings.allOrNone ? foreseeRefusal(describe) : undefined;
  let reader: RowReader | undefined;
  let schema: Schema | undefined;

  let parents: Awaited<ReturnType<typeof parentLookups>> = new Map();
  const fills = settings.operation === 'insert' || settings.operation === 'update' || settings.operation === 'upsert';

  const readerFor = async (batch: Batch): Promise<RowReader> => {
    if (batch.schema !== schema || !reader) {
      if (fills) parents = await parentLookups(batch.schema, { org, describe, counters: context, signal });
      reader = rowReader(batch.schema, describe, settings, parents);
      schema = batch.schema;
    }
    for (const parent of parents.values()) await parent.prepare(batch);
    return reader;
  };

  return {
    target: await targetOf(org, context),
    sendRows: bulkFrom(settings) === Infinity || settings.operation === 'undelete' ? restRows : bulkRows,
    canFindInserts: !isInsert || marker !== undefined || own !== undefined,

    async preview(batch) {
      const rows = await readerFor(batch);
      const wanted: WantedRow[] = [];
      for (let at = 0; at < batch.rows.length; at++) wanted.push(rows.read(batch, batch.rows[at]!));
      const known = await knownRecords(org, wanted, rows, describe, context);
      const changes = wanted.map((one, at) => changeOf(batch.rows[at]!, one, rows, known, settings, foresee));
      return isInsert ? markedChanges(changes, batch, { org, describe, marker, own, context, run }) : changes;
    },

    divide: (changes) => divided(changes, sending, describe),
    send: (changes, note) => (goesByBulk(changes, settings) ? sendBulk(changes, sending, note) : sendRest(changes, sending)),
    async settle(noted, changes) {
      // By Bulk something is noted before anything begins; a call that was announced may have gone out.
      if (noted === undefined) return goesByBulk(changes, settings) ? undefined : changes.map(() => undefined);
      // Bulk notes a list of jobs.
      return noted.startsWith('[') ? settleBulk(noted, changes, sending) : changes.map(() => undefined);
    },
    read: (changes) => currentOf(org, changes, describe, context),
    cost: (counts, readCalls) => costOf(org, counts, readCalls, context),
  };
}

/** The records that rows mean, by folded key. */
async function knownRecords(org: SalesforceOrg, wanted: readonly WantedRow[], reader: RowReader, describe: ObjectDescribe, context: Context): Promise<Map<string, OrgRecord[]>> {
  const known = new Map<string, OrgRecord[]>();
  const { key } = reader;
  if (!key) return known;
  const keys = new Map<string, string>();
  for (const one of wanted) if (!(one instanceof AppError)) keys.set(foldedKey(one.key, key), one.key);
  const isAll = context.settings.operation === 'undelete';
  const compared = context.settings.read === 'keys' ? [] : [...reader.fields.values()];
  const select = [...new Set(['Id', ...stampField(describe), ...(isAll ? ['IsDeleted'] : []), key.name, ...compared.flatMap(({ name, reference }) => [name, ...(reference ? [reference] : [])])])];
  // A text that is no Id cannot be asked for; it matches nothing.
  const asked = key.type === 'id' ? [...keys.values()].filter((text) => /^[A-Za-z0-9]{18}$/.test(text)) : [...keys.values()];
  const records = await readTarget(org, { object: describe.name, select, by: key, keys: asked, isAll }, context, context.signal);
  for (const record of records) {
    const folded = foldedKey(String(normalValue(valueAt(record, key.name), key)), key);
    const same = known.get(folded);
    if (same) same.push(record);
    else known.set(folded, [record]);
  }
  return known;
}

/** What the org has now of records that were changed. */
async function currentOf(org: SalesforceOrg, changes: readonly RecordChange[], describe: ObjectDescribe, context: Context): Promise<Current[]> {
  const names = [...new Set(changes.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  const select = [...new Set(['Id', 'IsDeleted', ...stampField(describe), ...names])];
  const ids = [...new Set(changes.flatMap(({ id }) => (id === undefined ? [] : [id])))];
  const records = await readTarget(org, { object: describe.name, select, by: findField(describe, 'Id')!, keys: ids, isAll: true }, context, context.signal);
  const known = new Map(records.map((record) => [String(record['Id']), record]));
  return changes.map(({ id, fields }): Current => {
    const record = id === undefined ? undefined : known.get(id);
    if (!record) return { id, state: 'gone', values: {} };
    const values: Record<string, Cell> = {};
    for (const { name } of fields) values[name] = normalValue(valueAt(record, name), findField(describe, name));
    return { id, state: record['IsDeleted'] === true ? 'deleted' : 'there', stamp: stampOf(record), values };
  });
}

function stampField(describe: ObjectDescribe): string[] {
  const field = findField(describe, 'SystemModstamp') ?? findField(describe, 'LastModifiedDate');
  return field ? [field.name] : [];
}

/** Of an insert: the first external id that the object keeps unique; a row that gives it can be found again. */
function ownKey(describe: ObjectDescribe): FieldDescribe | undefined {
  return describe.fields.find(({ externalId, unique, createable }) => externalId && unique && createable);
}

/** Whether an org is production, the org says itself. */
async function targetOf(org: SalesforceOrg, context: Context): Promise<Target> {
  const { connection: name, object } = context.settings;
  if (org.connection.environment === 'demo') return { connection: name, name: 'the demo org', isProduction: false, object };
  const soql = 'SELECT Name, IsSandbox FROM Organization';
  const { records } = await org.request<{ records: readonly { Name: string; IsSandbox: boolean }[] }>({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}`, idempotent: true }, context, context.signal);
  const [organization] = records;
  return { connection: name, name: organization?.Name ?? name, isProduction: !organization?.IsSandbox, object };
}

