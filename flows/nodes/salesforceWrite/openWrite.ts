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
import { rowReader, type RowReader } from './rowReader.ts';
import { sendBulk, settleBulk, type BulkSending } from './sendBulk.ts';
import { sendRest, settleRest } from './sendRest.ts';
import { bulkFrom, bulkRows, isById, type Settings } from './settings.ts';

type Context = NodeContext<Settings>;

/**
 * So many changes go together: calls at a time by REST, a job by Bulk. An org works on a job 10,000 rows at a time anyway, and two jobs' worth
 * of changes lie in memory: one under way, the next one gathered.
 */
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
  // Rows may leave their own key blank, and then nothing tells them from others.
  const keepsJournal = isInsert && marker === undefined;
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

  const goesByBulk = (changes: readonly RecordChange[]): boolean =>
    changes.every(({ action }) => action !== 'undelete') && (settings.operation === 'hardDelete' || changes.length >= bulkFrom(settings));

  return {
    target: await targetOf(org, context),
    sendRows: settings.api === 'rest' || settings.operation === 'undelete' ? restRows : bulkRows,
    canFindInserts: !isInsert || marker !== undefined || own !== undefined,

    async preview(batch) {
      const rows = await readerFor(batch);
      const known = await knownRecords(org, batch, rows, describe, context);
      const changes = Array.from(batch.rows, (row) => changeOf(batch, row, rows, known, settings, foresee));
      return isInsert ? markedChanges(changes, batch, { org, describe, marker, own, context, run }) : changes;
    },

    send: (changes, note, tell) => (goesByBulk(changes) ? sendBulk(changes, sending, note) : sendRest(changes, sending, keepsJournal ? { note, tell } : undefined)),
    async settle(noted, changes) {
      // Where a journal is kept, and by Bulk, something is noted before anything goes out.
      if (noted === undefined) return keepsJournal ? undefined : changes.map(() => undefined);
      // Bulk notes a list of jobs.
      return noted.startsWith('[') ? settleBulk(noted, changes, sending) : settleRest(noted, changes, sending);
    },
    read: (changes) => currentOf(org, changes, describe, context),
    cost: (counts, readCalls) => costOf(org, counts, readCalls, context),
  };
}

/** The records that the rows of a batch mean, by folded key. */
async function knownRecords(org: SalesforceOrg, batch: Batch, reader: RowReader, describe: ObjectDescribe, context: Context): Promise<Map<string, OrgRecord[]>> {
  const known = new Map<string, OrgRecord[]>();
  const { key } = reader;
  if (!key) return known;
  const keys = new Map<string, string>();
  for (const row of batch.rows) {
    const wanted = reader.read(batch, row);
    if (!(wanted instanceof AppError)) keys.set(foldedKey(wanted.key, key), wanted.key);
  }
  const isAll = context.settings.operation === 'undelete';
  const compared = context.settings.read === 'keys' ? [] : reader.fields;
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

