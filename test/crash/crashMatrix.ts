import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../flows/kit/seededRandom.ts';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import type { Cell } from '../../flows/kit/schema.ts';
import type { CrashCase, CrashJob } from './crashFlow.ts';
import { killingProxy, type KillingProxy, type RequestPoint } from './killingProxy.ts';
import { runJob } from './runJob.ts';

export const operations = ['insert', 'insertByKey', 'insertMarked', 'update', 'upsert', 'delete'] as const;
export const apis = ['rest', 'bulk'] as const;
type Operation = (typeof operations)[number];

/** A place where a run breaks off. */
export interface CrashPoint {
  readonly operation: Operation;
  readonly api: (typeof apis)[number];
  readonly seed: number;
}

const rowCount = 240;
const base = { batchSize: 20, parallel: 2 };

/** An org and a proxy before it, for many points: each has keys of its own. */
export class CrashMatrix {
  readonly #org: Org;
  readonly #proxy: KillingProxy;
  /** Where children keep the code they have compiled: most of what one costs is starting it. */
  readonly #compiled = mkdtempSync(join(tmpdir(), 'sluice-'));

  private constructor(org: Org, proxy: KillingProxy) {
    this.#org = org;
    this.#proxy = proxy;
  }

  static async open(): Promise<CrashMatrix> {
    const org = await startOrg({ data: ':memory:', limits: { DailyApiRequests: 10_000_000 }, bulk: { latencyMs: 1 } });
    return new CrashMatrix(org, await killingProxy(org.url));
  }

  async close(): Promise<void> {
    await this.#proxy.close();
    await this.#org.close();
    rmSync(this.#compiled, { recursive: true });
  }

  /** Breaks a run off once or twice, resumes it, and gives every fault of what is there in the end: none where all is well. */
  async faultsAt({ operation, api, seed }: CrashPoint): Promise<string[]> {
    const random = seededRandom(seed);
    const prefix = `K${operation.slice(0, 1)}${operation.length}${api.slice(0, 1)}${seed}x`;
    const { given, columns, rows, expected } = await this.#prepare(operation, api, prefix);
    const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
    try {
      const before = await this.#records(prefix);
      const job: CrashJob = { settings: given, columns, rows, run: `${prefix}run`, folder, storeFile: join(folder, 'runs.sqlite'), url: this.#proxy.url, accessToken: this.#org.accessToken, isResumed: false };
      const kills = random() < 0.3 ? 2 : 1;
      for (let kill = 0; kill < kills; kill++) await this.#runAndKill({ ...job, isResumed: kill > 0 }, random);
      const finished = await runJob({ ...job, isResumed: true });
      const faults = finished.state === 'succeeded' ? [] : [`the resumed run ended as ${finished.state}: ${finished.error?.message}`];
      const counts = finished.nodes['write'];
      if (counts && counts.in !== counts.written + counts.unchanged + counts.rejected) faults.push(`rows do not add up: ${JSON.stringify(counts)}`);
      if (counts && counts.in !== rowCount) faults.push(`${counts.in} of ${rowCount} rows came to the sink`);
      // A run that has not ended well has no files yet.
      if (finished.state !== 'succeeded') return faults;
      faults.push(...fileFaults(folder, rows, counts?.written ?? -1, counts?.rejected ?? -1));
      faults.push(...rowFaults(await this.#records(prefix), expected, namedInDoubt(folder)));
      const doubts = namedInDoubt(folder).size;
      // Only inserts that nothing tells from others can be in doubt, and of those by REST only what was on its way: two calls at a time.
      if (doubts > (operation === 'insert' ? kills * base.parallel * base.batchSize : 0)) faults.push(`${doubts} rows are in doubt`);
      // What was kept before the crash must still be enough to take everything back.
      const undone = await runJob({ ...job, run: `${prefix}undo`, isResumed: false }, { undoes: job.run });
      if (undone.state !== 'succeeded') faults.push(`the undo ended as ${undone.state}: ${undone.error?.message}`);
      if (namedInDoubt(folder).size === 0) faults.push(...difference(before, await this.#records(prefix)));
      return faults;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Runs in a process of its own, which is killed at a point; a run that is through before it comes is resumed all the same. */
  async #runAndKill(job: CrashJob, random: () => number): Promise<void> {
    const calls = ['intend', 'settle', 'saveCheckpoint', 'noteJob', 'finishRun'] as const;
    const isRequest = random() < 0.6;
    const point: RequestPoint | undefined = isRequest ? { n: 1 + Math.floor(random() * 30), when: (['before', 'unheard', 'after'] as const)[Math.floor(random() * 3)]! } : undefined;
    const killAt = isRequest ? undefined : { call: calls[Math.floor(random() * calls.length)]!, n: 1 + Math.floor(random() * 4), isAfter: random() < 0.5 };
    const child = fork(join(import.meta.dirname, 'crashChild.ts'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--disable-warning=ExperimentalWarning'], env: { ...process.env, NODE_COMPILE_CACHE: this.#compiled } });
    const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
    this.#proxy.arm(point, () => child.kill('SIGKILL'));
    child.once('message', () => void child.send({ ...job, ...(killAt ? { killAt } : {}) }));
    await ended;
    this.#proxy.arm(undefined, () => undefined);
  }

  /** Records that are there before, the rows, and what must be there in the end: key → last name, undefined for none. */
  async #prepare(operation: Operation, api: CrashPoint['api'], prefix: string): Promise<{ given: CrashCase['settings']; columns: string[]; rows: (string | null)[][]; expected: Map<string, string | undefined> }> {
    const key = (at: number): string => `${prefix}${at}`;
    const isThere = operation === 'update' || operation === 'delete' ? rowCount : operation === 'upsert' ? rowCount / 2 : 0;
    const ids: string[] = [];
    for (let at = 0; at < isThere; at += 200) {
      const records = Array.from({ length: Math.min(200, isThere - at) }, (_, index) => ({ attributes: { type: 'Lead' }, External_Key__c: key(at + index), LastName: `Old ${at + index}`, Company: prefix }));
      const results = (await this.#call('POST', '/composite/sobjects', { allOrNone: true, records })) as { id: string }[];
      ids.push(...results.map(({ id }) => id));
    }
    const settings = { object: 'Lead', api, ...base };
    const name = (at: number): string => `New ${at}`;
    // Every fiftieth row is one that the org refuses.
    const company = (at: number): string | null => (at % 50 === 49 ? null : prefix);
    const all = Array.from({ length: rowCount }, (_, at) => at);
    const made = new Map(all.map((at) => [key(at), company(at) === null && at >= isThere ? undefined : name(at)]));
    switch (operation) {
      case 'insert':
        // The key is no column of the rows, so that nothing tells them apart but what is in them.
        return { given: { ...settings, operation: 'insert' }, columns: ['LastName', 'Company', 'Email'], rows: all.map((at) => [name(at), company(at), `${key(at).toLowerCase()}@example.com`]), expected: made };
      case 'insertByKey':
        return { given: { ...settings, operation: 'insert' }, columns: ['External_Key__c', 'LastName', 'Company'], rows: all.map((at) => [key(at), name(at), company(at)]), expected: made };
      case 'insertMarked':
        return { given: { ...settings, operation: 'insert', marker: 'External_Key__c' }, columns: ['LastName', 'Company', 'Email'], rows: all.map((at) => [name(at), company(at), `${key(at).toLowerCase()}@example.com`]), expected: made };
      case 'update':
        return { given: { ...settings, operation: 'update' }, columns: ['Id', 'LastName'], rows: all.map((at) => [ids[at]!, name(at)]), expected: new Map(all.map((at) => [key(at), name(at)])) };
      case 'upsert':
        return { given: { ...settings, operation: 'upsert', key: 'External_Key__c' }, columns: ['External_Key__c', 'LastName', 'Company'], rows: all.map((at) => [key(at), name(at), company(at)]), expected: made };
      case 'delete':
        return { given: { ...settings, operation: 'delete' }, columns: ['Id'], rows: all.map((at) => [ids[at]!]), expected: new Map(all.map((at) => [key(at), undefined])) };
    }
  }

  /** What is in the org of a point: key → last names; of rows without a key their address has it. */
  async #records(prefix: string): Promise<Map<string, string[]>> {
    const soql = `SELECT External_Key__c, LastName, Email FROM Lead WHERE (External_Key__c LIKE '${prefix}%' OR Email LIKE '${prefix.toLowerCase()}%')`;
    const { records } = (await this.#call('GET', `/query?q=${encodeURIComponent(soql)}`)) as { records: { External_Key__c: string | null; LastName: string; Email: string | null }[] };
    const found = new Map<string, string[]>();
    for (const { External_Key__c, LastName, Email } of records) {
      const key = Email ? `${prefix}${Email.slice(prefix.length).split('@')[0]}` : External_Key__c!;
      found.set(key, [...(found.get(key) ?? []), LastName]);
    }
    return found;
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#org.url}/services/data/v60.0${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#org.accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }
}

function linesOf(folder: string, name: string): string[] {
  return readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').slice(1);
}

/** Files hold every row once, and nothing half-written is left. */
function fileFaults(folder: string, rows: readonly (readonly Cell[])[], written: number, rejected: number): string[] {
  const faults: string[] = [];
  const left = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
  if (left.length > 0) faults.push(`left behind: ${left.join(', ')}`);
  const wanted = rows.map((cells) => cells.map((cell) => cell ?? '').join(','));
  const all = linesOf(folder, 'all.csv');
  if (all.join('\n') !== wanted.join('\n')) faults.push(`all.csv has ${all.length} rows of ${wanted.length}, or others`);
  const counted = [['written.csv', written], ['rejected.csv', rejected]] as const;
  for (const [name, count] of counted) if (count > 0 && linesOf(folder, name).length !== count) faults.push(`${name} has ${linesOf(folder, name).length} rows, the run counted ${count}`);
  return faults;
}

/** The last names of rows that the run said are in doubt. */
function namedInDoubt(folder: string): Set<string> {
  if (!readdirSync(folder).includes('rejected.csv')) return new Set();
  return new Set(linesOf(folder, 'rejected.csv').filter((line) => line.includes(',inDoubt,')).map((line) => line.split(',')[0]!));
}

function rowFaults(found: ReadonlyMap<string, readonly string[]>, expected: ReadonlyMap<string, string | undefined>, doubts: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  for (const [key, name] of expected) {
    const there = found.get(key) ?? [];
    if (there.length > 1) faults.push(`${key} is there ${there.length} times`);
    else if (name !== undefined && there[0] !== name && !doubts.has(name)) faults.push(`${key} is ${there[0] ?? 'not there'}, not ${name}`);
    else if (name === undefined && there.length > 0) faults.push(`${key} is there and should not be`);
  }
  for (const key of found.keys()) if (!expected.has(key)) faults.push(`${key} came from nowhere`);
  return faults;
}

function difference(before: ReadonlyMap<string, readonly string[]>, after: ReadonlyMap<string, readonly string[]>): string[] {
  const text = (records: ReadonlyMap<string, readonly string[]>): string => JSON.stringify([...records].sort(([a], [b]) => a.localeCompare(b)));
  return text(before) === text(after) ? [] : [`after the undo the org is not what it was: ${before.size} records before, ${after.size} after`];
}
