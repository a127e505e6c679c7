import type { RecordResult } from '../../connectors/salesforce/recordResult.ts';
import type { OrgCounters, OrgRequest, SalesforceOrg } from '../../connectors/salesforce/salesforceOrg.ts';
import { translateError } from '../../connectors/salesforce/translateError.ts';
import { undeleteRecords } from '../../connectors/salesforce/undeleteRecords.ts';
import type { RecordChange, Sent } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import { recordBody } from './recordBody.ts';
import type { Settings } from './settings.ts';

/** Changes of one kind that go together, and their places among all. */
interface Call {
  readonly kind: 'insert' | 'upsert' | 'update' | 'delete' | 'undelete';
  readonly places: readonly number[];
}

export interface RestSending {
  readonly org: SalesforceOrg;
  readonly settings: Settings;
  /** The external id field that new records are found by; they are upserted, so that a repeat finds them. */
  readonly insertBy: string | undefined;
  readonly counters: OrgCounters;
  readonly signal: AbortSignal;
}

/** Keeps how far a sending is, call by call: for inserts without a marker, so that a run that is cut off knows which of them were under way. */
export interface RestJournal {
  /** Before a call goes out; durable when it returns. */
  note(text: string): void;
  /** After its answer. */
  tell(answers: readonly (Sent | undefined)[]): void;
}

/** What is noted: so many calls have gone out. */
interface NotedCalls {
  readonly calls: number;
}

/** A record that is locked is tried again so often, each time in a call of half the size, in the end alone. */
const lockTries = 8;

/**
 * Sends changes with the collections API. Rows of one parent go side by side in one call, so that calls at a time do not lock each other
 * out. A row that was locked is tried again in smaller calls; a call that the org refuses as a whole is halved until the row that
 * spoils it stands alone.
 */
export async function sendRest(changes: readonly RecordChange[], sending: RestSending, journal?: RestJournal): Promise<{ answers: (Sent | undefined)[]; error?: unknown }> {
  const answers = Array.from<Sent | undefined>({ length: changes.length });
  const calls = callsOf(changes, sending);
  let begun = 0;
  let fault: { error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (;;) {
      if (fault || begun === calls.length) return;
      const call = calls[begun++]!;
      try {
        journal?.note(JSON.stringify({ calls: begun } satisfies NotedCalls));
        await send(call, changes, answers, sending);
        journal?.tell(answers);
      } catch (error) {
        fault ??= { error };
        // Of a call that was refused as a whole nothing was done.
        if (isRefusal(error)) for (const place of call.places) answers[place] ??= { isNotSent: true };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sending.settings.parallel, calls.length) }, lane));
  if (!fault) return { answers };
  for (const { places } of calls.slice(begun)) for (const place of places) answers[place] = { isNotSent: true };
  return { answers, error: fault.error };
}

/** What is known of a sending that was cut off while it kept a journal: calls that had not gone out are not sent; the others were told, or are in doubt. */
export function settleRest(note: string, changes: readonly RecordChange[], sending: RestSending): (Sent | undefined)[] {
  const answers = Array.from<Sent | undefined>({ length: changes.length });
  const { calls } = JSON.parse(note) as NotedCalls;
  for (const { places } of callsOf(changes, sending).slice(calls)) for (const place of places) answers[place] = { isNotSent: true };
  return answers;
}

/** The org said no before it did anything. What is only busy, or does not answer, may have done something. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof AppError) || error.kind !== 'service') return false;
  return error.code === 'callBudgetUsed' || Number(error.data['status'] ?? 500) < 500;
}

function callsOf(changes: readonly RecordChange[], { settings, insertBy }: RestSending): Call[] {
  const kinds = new Map<Call['kind'], number[]>();
  changes.forEach(({ action }, place) => {
    const kind = action === 'insert' && insertBy !== undefined ? 'upsert' : (action as Call['kind']);
    const places = kinds.get(kind);
    if (places) places.push(place);
    else kinds.set(kind, [place]);
  });
  return [...kinds].flatMap(([kind, places]) => chunks(byParent(places, changes), settings.batchSize).map((part) => ({ kind, places: part })));
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

async function send(call: Call, changes: readonly RecordChange[], answers: (Sent | undefined)[], sending: RestSending, tries = 0): Promise<void> {
  const { org, settings, counters, signal } = sending;
  let results: readonly RecordResult[];
  try {
    const records = call.places.map((place) => changes[place]!);
    results = call.kind === 'undelete' ? await undeleteRecords(org, records.map(({ id = '' }) => id), counters, signal) : await org.request<RecordResult[]>(requestOf(call.kind, records, sending), counters, signal);
  } catch (error) {
    // The org understood the call and did nothing of it: some row in it is to blame.
    if (!(error instanceof AppError) || error.code !== 'orgRefused' || !isRefusal(error) || settings.allOrNone) throw error;
    if (call.places.length === 1) {
      answers[call.places[0]!] = { error: new AppError('row', typeof error.data['errorCode'] === 'string' ? error.data['errorCode'] : error.code, { message: error.message }) };
      return;
    }
    for (const half of chunks(call.places, Math.ceil(call.places.length / 2))) await send({ ...call, places: half }, changes, answers, sending, tries);
    return;
  }
  if (!fits(results, call.places.map((place) => changes[place]!))) throw answersUnclear(org, call.places.length, results.length);
  const full = results.flatMap(({ errors }) => errors).find(({ statusCode }) => statusCode === orgFullCode);
  if (full) {
    // Of a call that is all or none, the others were taken back for the same reason.
    call.places.forEach((place, at) => (answers[place] = results[at]?.success ? sentOf(results[at], changes[place]!) : { isNotSent: true }));
    throw orgFull(full.message, org);
  }
  const locked: number[] = [];
  call.places.forEach((place, at) => {
    const result = results[at];
    const error = result?.errors[0];
    if (error?.statusCode === 'UNABLE_TO_LOCK_ROW' && tries < lockTries && !settings.allOrNone) locked.push(place);
    else answers[place] = result && sentOf(result, changes[place]!);
  });
  if (locked.length === 0) return;
  counters.count('retries', 1);
  await pause(50 * 2 ** tries, signal);
  for (const part of chunks(locked, Math.max(1, Math.ceil(call.places.length / 2)))) await send({ ...call, places: part }, changes, answers, sending, tries + 1);
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

function requestOf(kind: Exclude<Call['kind'], 'undelete'>, changes: readonly RecordChange[], { settings: { object, allOrNone, assignmentRule, duplicates }, insertBy }: RestSending): OrgRequest {
  const records = changes.map((change) => ({ attributes: { type: object }, ...(kind === 'update' ? { Id: change.id } : {}), ...recordBody(change) }));
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
