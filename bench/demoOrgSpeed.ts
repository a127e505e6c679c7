import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** One line of the table. */
export interface OrgSpeed {
  readonly what: string;
  readonly unit: string;
  readonly perSecond: number;
  /** The same by the CPU time of the org's process, which says more on a busy machine. */
  readonly perCpuSecond: number;
  readonly heldTo: number;
}

export interface OrgSpeeds {
  readonly speeds: readonly OrgSpeed[];
  /** The most memory that the org's process ever held (resident set). */
  readonly peakBytes: number;
}

export const mostBytes = 300_000_000;

/** The most rows whose CSV stays under the 150 MB of one job. */
const jobRows = 1_000_000;
const reads = 10_000;
const collections = 60;
const ofCollection = 200;

interface Usage {
  readonly cpuMs: number;
  readonly peakKb: number;
}

/**
 * How fast the demo org is, and how much memory it takes: single reads, collections, and `rows` leads in and out by Bulk API 2.0.
 * The org is a process of its own over a file; everything goes over HTTP. The caller's process takes its part of the machine.
 */
export async function demoOrgSpeed(rows: number): Promise<OrgSpeeds> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-bench-org-'));
  const startOrg = new URL('../demoOrg/startOrg.ts', import.meta.url).href;
  const program = `
    import { startOrg } from ${JSON.stringify(startOrg)};
    const org = await startOrg({ data: ${JSON.stringify(path.join(folder, 'org.sqlite'))}, limits: { DailyApiRequests: 1_000_000 } });
    console.log(JSON.stringify({ url: org.url, token: org.accessToken }));
    process.stdin.on('data', () => {
      const { user, system } = process.cpuUsage();
      console.log(JSON.stringify({ cpuMs: (user + system) / 1000, peakKb: process.resourceUsage().maxRSS }));
    });`;
  // The young heap is as small as `sluice` itself makes it.
  const child = spawn(process.execPath, ['--max-semi-space-size=8', '--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    return await measureAll(child, rows);
  } finally {
    child.kill();
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(child: ChildProcess, rows: number): Promise<OrgSpeeds> {
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
  const said = async <T>(): Promise<T> => JSON.parse((await lines.next()).value as string) as T;
  const usage = async (): Promise<Usage> => {
    child.stdin!.write('\n');
    return said<Usage>();
  };
  const { url, token } = await said<{ url: string; token: string }>();
  const org = orgClient(url, token);
  const measured = async (line: Pick<OrgSpeed, 'what' | 'unit' | 'heldTo'>, count: number, work: () => Promise<void>): Promise<OrgSpeed> => {
    const before = await usage();
    const startedAt = performance.now();
    await work();
    const wallMs = performance.now() - startedAt;
    return { ...line, perSecond: (count / wallMs) * 1_000, perCpuSecond: (count / ((await usage()).cpuMs - before.cpuMs)) * 1_000 };
  };
  const speeds = [
    await measured({ what: 'Bulk ingest, from the upload to the end of the job', unit: 'rows', heldTo: 40_000 }, rows, () => ingest(org, rows)),
    await measured({ what: 'Bulk query, from the job to the last byte', unit: 'rows', heldTo: 150_000 }, rows, () => queryAll(org, rows)),
    await measured({ what: 'single records read', unit: 'reads', heldTo: 2_000 }, reads, () => readSingly(org)),
    await measured({ what: 'collections of 200 created', unit: 'records', heldTo: 10_000 }, collections * ofCollection, () => createCollections(org)),
  ];
  org.close();
  return { speeds, peakBytes: (await usage()).peakKb * 1_024 };
}

interface OrgClient {
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): void;
}

/** Small calls go over connections that are kept, with as little of our own around them as can be. */
function orgClient(url: string, token: string): OrgClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const base = '/services/data/v62.0';
  const headers = { authorization: `Bearer ${token}` };
  return {
    ask: <T>(method: string, path: string, body?: unknown) =>
      new Promise<T>((resolve, reject) => {
        const sent = request(url + base + path, { agent, method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('error', reject);
          answer.on('end', () => {
            if (answer.statusCode! >= 300) reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
            else resolve((text === '' ? undefined : JSON.parse(text)) as T);
          });
        });
        sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
      }),
    fetch: (path, init) => fetch(url + base + path, { ...init, headers: { ...headers, ...(init?.headers as Readonly<Record<string, string>> | undefined) } }),
    close: () => agent.destroy(),
  };
}

/** Eight at a time. */
async function readSingly(org: OrgClient): Promise<void> {
  const { records } = await org.ask<{ records: { Id: string }[] }>('GET', '/query?q=SELECT+Id+FROM+Contact');
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let at = next++; at < reads; at = next++) await org.ask('GET', `/sobjects/Contact/${records[at % records.length]!.Id}`);
  };
  await Promise.all(Array.from({ length: 8 }, reader));
}

async function createCollections(org: OrgClient): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    for (let at = next++; at < collections; at = next++) {
      const records = Array.from({ length: ofCollection }, (_, row) => ({
        attributes: { type: 'Lead' },
        LastName: `Writer ${at}`,
        FirstName: 'Jo',
        Company: `Firm ${row}`,
        Email: `jo.${at}.${row}@example.com`,
        City: 'Graz',
        AnnualRevenue: row,
      }));
      const outcomes = await org.ask<{ success: boolean }[]>('POST', '/composite/sobjects', { records });
      if (!outcomes.every(({ success }) => success)) throw new Error(`A record was refused: ${JSON.stringify(outcomes.find(({ success }) => !success))}`);
    }
  };
  await Promise.all([writer(), writer()]);
}

async function ended(org: OrgClient, address: string): Promise<void> {
  for (;;) {
    const info = await org.ask<{ state: string; numberRecordsFailed?: number }>('GET', address);
    if (info.state === 'JobComplete' && !info.numberRecordsFailed) return;
    if (info.state === 'Failed' || info.numberRecordsFailed) throw new Error(`The job ended as ${JSON.stringify(info)}`);
    await sleep(100);
  }
}

async function ingest(org: OrgClient, rows: number): Promise<void> {
  for (let first = 0; first < rows; first += jobRows) {
    const { id } = await org.ask<{ id: string }>('POST', '/jobs/ingest', { object: 'Lead', operation: 'insert' });
    const body = ReadableStream.from(leads(first, Math.min(rows, first + jobRows)));
    await org.fetch(`/jobs/ingest/${id}/batches`, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body, duplex: 'half' });
    await org.ask('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
    await ended(org, `/jobs/ingest/${id}`);
  }
}

async function queryAll(org: OrgClient, rows: number): Promise<void> {
  const query = 'SELECT Id, FirstName, LastName, Company, Email, City, AnnualRevenue, CreatedDate FROM Lead';
  const { id } = await org.ask<{ id: string }>('POST', '/jobs/query', { operation: 'query', query });
  await ended(org, `/jobs/query/${id}`);
  let read = 0;
  for (let locator: string | null = ''; locator !== 'null'; ) {
    const response: Response = await org.fetch(`/jobs/query/${id}/results${locator ? `?locator=${locator}` : ''}`);
    for await (const chunk of response.body!) void chunk;
    read += Number(response.headers.get('sforce-numberofrecords'));
    locator = response.headers.get('sforce-locator');
  }
  if (read < rows) throw new Error(`${read} records came out, ${rows} went in.`);
}

async function* leads(first: number, end: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('LastName,FirstName,Company,Email,City,AnnualRevenue\n');
  for (let start = first; start < end; start += 1_000) {
    let text = '';
    for (let row = start; row < Math.min(end, start + 1_000); row++) text += `Walker ${row},Jo,"Firm ${row % 5_000}, Inc.",jo.${row}@example.com,Graz,${row}\n`;
    yield encoder.encode(text);
  }
}
