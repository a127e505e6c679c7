import type { RecordResult } from '../../connectors/salesforce/recordResult.ts';
import type { OrgCounters, OrgRequest, SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { translateError } from '../../connectors/salesforce/translateError.ts';
import { undeleteRecords } from '../../connectors/salesforce/undeleteRecords.ts';
import type { RecordChange, Sent } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import { recordBody } from './recordBody.ts';
import type { Settings } from './settings.ts';

type Kind = 'insert' | 'upsert' | 'update' | 'delete' | 'undelete';

export interface RestSending {
  readonly org: SalesforceOrg;
  readonly settings: Settings;
  /** The external id field that new records are found by; they are upserted, so that a repeat finds them. */
  readonly insertBy: string | undefined;
  readonly counters: OrgCounters;
  readonly signal: AbortSignal;
}

/** A record that is locked is tried again so often, each time in a call of half the size, in the end alone. */
const lockTries = 8;

/**
 * Sends changes of one kind with a call of the collections API. A row that was locked is tried again in smaller calls; a call that the org
 * refuses as a whole is halved until the row that spoils it stands alone.
 */
export async function sendRest(changes: readonly RecordChange[], sending: RestSending): Promise<{ answers: (Sent | undefined)[]; error?: unknown }> {
  const answers = Array.from<Sent | undefined>({ length: changes.length });
  const places = changes.map((_, place) => place);
  try {
    await send(places, changes, answers, sending);
    return { answers };
  } catch (error) {
    // Of a call that was refused as a whole nothing was done.
    if (isRefusal(error)) for (const place of places) answers[place] ??= { isNotSent: true };
    return { answers, error };
  }
}

/** The org said no before it did anything. What is only busy, or does not answer, may have done something. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof AppError) || error.kind !== 'service') return false;
  return error.code === 'callBudgetUsed' || Number(error.data['status'] ?? 500) < 500;
}

/**
 * The places of changes that go in one call: of one kind, and rows of one parent side by side, so that calls at a time do not lock each
 * other out.
 */
export function callsOf(changes: readonly RecordChange[], { settings, insertBy }: Pick<RestSending, 'settings' | 'insertBy'>): number[][] {
  const kinds = new Map<Kind, number[]>();
  changes.forEach((change, place) => {
    const kind = kindOf(change, insertBy);
    const places = kinds.get(kind);
    if (places) places.push(place);
    else kinds.set(kind, [place]);
  });
  return [...kinds.values()].flatMap((places) => chunks(byParent(places, changes), settings.batchSize));
}

function kindOf({ action }: RecordChange, insertBy: string | undefined): Kind {
  return action === 'insert' && insertBy !== undefined ? 'upsert' : (action as Kind);
}

/** Rows of one parent together, in the order in which parents come; rows without one where they stand. */
export function byParent(places: readonly number[], changes: readonly RecordChange[]): number[] {
  const groups = new Map<string, number[]>();
  for (const place of places) {
    const parent = changes[place]!.fields.find(({ name, after }) => after !== null && (name.includes('.') || name.endsWith('Id')));
    const group = parent ? `${parent.name} ${String(parent.after)}` : '';
    const known = groups.get(group);
    if (known) known.push(place);
    else groups.set(group, [place]);
  }
  return [...groups.values()].flat();
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

async function send(places: readonly number[], changes: readonly RecordChange[], answers: (Sent | undefined)[], sending: RestSending, tries = 0): Promise<void> {
  const { org, settings, counters, signal } = sending;
  const records = places.map((place) => changes[place]!);
  let results: readonly RecordResult[];
  try {
    const kind = kindOf(records[0]!, sending.insertBy);
    results = kind === 'undelete' ? await undeleteRecords(org, records.map(({ id = '' }) => id), counters, signal) : await org.request<RecordResult[]>(requestOf(kind, records, sending), counters, signal);
  } catch (error) {
    // The org understood the call and did nothing of it: some row in it is to blame.
    if (!(error instanceof AppError) || error.code !== 'orgRefused' || !isRefusal(error) || settings.allOrNone) throw error;
    if (places.length === 1) {
      answers[places[0]!] = { error: new AppError('row', typeof error.data['errorCode'] === 'string' ? error.data['errorCode'] : error.code, { message: error.message }) };
      return;
    }
    for (const half of chunks(places, Math.ceil(places.length / 2))) await send(half, changes, answers, sending, tries);
    return;
  }
  if (!fits(results, records)) throw answersUnclear(org, places.length, results.length);
  const full = results.flatMap(({ errors }) => errors).find(({ statusCode }) => statusCode === orgFullCode);
  if (full) {
    // Of a call that is all or none, the others were taken back for the same reason.
    places.forEach((place, at) => (answers[place] = results[at]?.success ? sentOf(results[at], changes[place]!) : { isNotSent: true }));
    throw orgFull(full.message, org);
  }
  const locked: number[] = [];
  places.forEach((place, at) => {
    const result = results[at];
    const error = result?.errors[0];
    if (error?.statusCode === 'UNABLE_TO_LOCK_ROW' && tries < lockTries && !settings.allOrNone) locked.push(place);
    else answers[place] = result && sentOf(result, changes[place]!);
  });
  if (locked.length === 0) return;
  counters.count('retries', 1);
  await pause(50 * 2 ** tries, signal);
  for (const part of chunks(locked, Math.max(1, Math.ceil(places.length / 2)))) await send(part, changes, answers, sending, tries + 1);
}

/** A collection is answered in the order of its records (REST API, "sObject Collections"). That is not taken on trust: the count must be the same, and each Id that is given. */
function fits(results: readonly RecordResult[], changes: readonly RecordChange[]): boolean {
  return results.length === changes.length && results.every(({ id }, at) => !id || changes[at]!.id === undefined || id.slice(0, 15) === changes[at]!.id.slice(0, 15));
}

function answersUnclear({ connection }: SalesforceOrg, asked: number, answered: number): AppError {
  return new AppError('service', 'answersUnclear', {
    message: `The answers of the org behind "${connection.name}" do not fit the records that were sent: ${answered} answers to ${asked} records, or Ids of others.`,
    hint: 'Resume the run: what became of these rows is looked up first.',
  });
}

/** What every row that makes a record meets from then on: no fault of the row, so the run stops, and when there is room it goes on. */
export const orgFullCode = 'STORAGE_LIMIT_EXCEEDED';

export function orgFull(message: string, { connection }: SalesforceOrg): AppError {
  return translateError(Object.assign(new Error(message), { errorCode: orgFullCode }), connection);
}

function requestOf(kind: Exclude<Kind, 'undelete'>, changes: readonly RecordChange[], { settings: { object, allOrNone, assignmentRule, duplicates }, insertBy }: RestSending): OrgRequest {
  const attributes = { type: object };
  const records = changes.map((change) => recordBody(change, kind === 'update' ? { attributes, Id: change.id } : { attributes }));
  const headers = {
    ...(assignmentRule.trim() === '' ? {} : { 'Sforce-Auto-Assign': assignmentRule.trim() }),
    ...(duplicates === 'allow' ? { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } : {}),
  };
  const body = { allOrNone, records };
  switch (kind) {
    case 'insert':
      return { method: 'POST', path: '/composite/sobjects', body, headers, idempotent: false };
    case 'update':
      return { method: 'PATCH', path: '/composite/sobjects', body, headers, idempotent: true };
    case 'upsert':
      return { method: 'PATCH', path: `/composite/sobjects/${object}/${insertBy!}`, body, headers, idempotent: true };
    case 'delete':
      return { method: 'DELETE', path: `/composite/sobjects?ids=${changes.map(({ id }) => id).join(',')}&allOrNone=${allOrNone}`, idempotent: true };
  }
}

/** Why the org refused a row, in its own code: it is what people search for. Names the fields where the message does not. */
export function refusal(code: string, message: string, fields: readonly string[]): AppError {
  const unnamed = fields.filter((field) => !message.includes(field));
  return new AppError('row', code, { message: unnamed.length === 0 ? message : `${message} [${unnamed.join(', ')}]`, data: { fields } });
}

/** A record's answer. A delete that finds nothing was done before: by the same call, whose answer was lost. */
function sentOf({ success, id, errors: [error] }: RecordResult, change: RecordChange): Sent {
  if (success) return { id: id ?? change.id };
  if (change.action === 'delete' && error?.statusCode === 'ENTITY_IS_DELETED') return { id: change.id };
  return { error: refusal(error?.statusCode ?? 'noAnswer', error?.message ?? 'The org gave no answer for this row.', error?.fields ?? []) };
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
  });
}
