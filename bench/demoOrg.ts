// How fast the demo org's Bulk API 2.0 is, and how much memory it takes: node bench/demoOrg.ts [--rows N]
// The org is a process of its own; rows go in and come out over HTTP. CPU seconds are the org's, and say more than wall time on a busy machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(values.rows);
/** The most rows whose CSV stays under the 150 MB of one job. */
const jobRows = 1_000_000;
const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-bench-org-'));

interface Usage {
  readonly cpuMs: number;
  readonly peakKb: number;
}

const startOrg = new URL('../demoOrg/startOrg.ts', import.meta.url).href;
const program = `
  import { startOrg } from ${JSON.stringify(startOrg)};
  const org = await startOrg({ data: ${JSON.stringify(path.join(folder, 'org.sqlite'))} });
  console.log(JSON.stringify({ url: org.url, token: org.accessToken }));
  process.stdin.on('data', () => {
    const { user, system } = process.cpuUsage();
    console.log(JSON.stringify({ cpuMs: (user + system) / 1000, peakKb: process.resourceUsage().maxRSS }));
  });`;
// The young heap is as small as `sluice` itself makes it.
const child = spawn(process.execPath, ['--max-semi-space-size=8', '--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
const said = async <T>(): Promise<T> => JSON.parse((await lines.next()).value as string) as T;

try {
  const cpu = os.cpus();
  const system = `Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}`;
  console.log(`${cpu[0]?.model.trim() ?? 'unknown CPU'} × ${cpu.length}, ${system}; ${rows.toLocaleString('en')} leads`);
  const { url, token } = await said<{ url: string; token: string }>();
  const jobs = `${url}/services/data/v62.0/jobs`;
  const ask = (method: string, address: string, body?: unknown): Promise<Response> =>
    fetch(address, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });

  const ended = async (address: string): Promise<void> => {
    for (;;) {
      const info = (await (await ask('GET', address)).json()) as { state: string; errorMessage?: string; numberRecordsFailed?: number };
      if (info.state === 'JobComplete' && !info.numberRecordsFailed) return;
      if (info.state === 'Failed' || info.numberRecordsFailed) throw new Error(`The job ended as ${JSON.stringify(info)}`);
      await sleep(100);
    }
  };

  await measured('ingest, from the upload to the end of the job', async () => {
    for (let first = 0; first < rows; first += jobRows) {
      const { id } = (await (await ask('POST', `${jobs}/ingest`, { object: 'Lead', operation: 'insert' })).json()) as { id: string };
      await fetch(`${jobs}/ingest/${id}/batches`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
        body: ReadableStream.from(leads(first, Math.min(rows, first + jobRows))),
        duplex: 'half',
      });
      await ask('PATCH', `${jobs}/ingest/${id}`, { state: 'UploadComplete' });
      await ended(`${jobs}/ingest/${id}`);
    }
  });
  let read = 0;
  await measured('query, from the job to the last byte', async () => {
    const query = 'SELECT Id, FirstName, LastName, Company, Email, City, AnnualRevenue, CreatedDate FROM Lead';
    const { id } = (await (await ask('POST', `${jobs}/query`, { operation: 'query', query })).json()) as { id: string };
    await ended(`${jobs}/query/${id}`);
    for (let locator: string | null = ''; locator !== 'null'; ) {
      const response = await ask('GET', `${jobs}/query/${id}/results${locator ? `?locator=${locator}` : ''}`);
      for await (const chunk of response.body!) void chunk;
      read += Number(response.headers.get('sforce-numberofrecords'));
      locator = response.headers.get('sforce-locator');
    }
  });
  if (read < rows) throw new Error(`${read} records came out, ${rows} went in.`);
} finally {
  child.kill();
  await once(child, 'exit');
  rmSync(folder, { recursive: true, force: true });
}

async function usage(): Promise<Usage> {
  child.stdin.write('\n');
  return said<Usage>();
}

async function measured(what: string, work: () => Promise<void>): Promise<void> {
  const before = await usage();
  const startedAt = performance.now();
  await work();
  const wallMs = performance.now() - startedAt;
  const after = await usage();
  const perSecond = (ms: number): string => Math.round((rows / ms) * 1000).toLocaleString('en');
  const cpuMs = after.cpuMs - before.cpuMs;
  console.log(`${what}: ${(wallMs / 1000).toFixed(1)} s, ${perSecond(wallMs)} rows/s`);
  console.log(`  CPU of the org: ${(cpuMs / 1000).toFixed(1)} s, ${perSecond(cpuMs)} rows per CPU second`);
  console.log(`  the org's memory so far: ${Math.round(after.peakKb / 1024)} MiB at most`);
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
