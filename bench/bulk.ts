// A CSV file into the demo org and out of it into another by the Bulk API 2.0, both by `sluice run`, with the memory it takes: npm run bench:bulk -- [--rows N]
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, type Measured } from './measure.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(values.rows);
const mostBytes = 300_000_000;
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
/** Those of the first line of bin/sluice.mjs. */
const flags = /^#!.*? node (.*)/.exec(readFileSync(here('../bin/sluice.mjs'), 'utf8'))![1]!.split(' ');

interface RunningOrg {
  readonly url: string;
  readonly token: string;
}

await measureAll();

async function measureAll(): Promise<void> {
  const built = spawnSync(process.execPath, [here('../scripts/build.ts'), 'cli'], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (built.status !== 0) throw new Error('The command line could not be built.');

  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-bench-bulk-'));
  const program = `
    import { startOrg } from ${JSON.stringify(new URL('../demoOrg/startOrg.ts', import.meta.url).href)};
    const org = await startOrg({ data: ${JSON.stringify(path.join(folder, 'org.sqlite'))} });
    console.log(JSON.stringify({ url: org.url, token: org.accessToken }));
    process.stdin.resume();`;
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const said = (await createInterface(child.stdout)[Symbol.asyncIterator]().next()).value as string;
    const { url, token } = JSON.parse(said) as RunningOrg;
    console.log(`${rows.toLocaleString('en')} leads, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}`);
    const environment = { SLUICE_HOME: path.join(folder, 'home'), SLUICE_ORG_INSTANCE_URL: url, SLUICE_ORG_ACCESS_TOKEN: token, SLUICE_ORG_ENVIRONMENT: 'demo' };
    const run = (name: string, document: unknown): Measured => {
      const flow = path.join(folder, `${name}.flow.json`);
      writeFileSync(flow, JSON.stringify(document));
      return measure(1, folder, [...flags, here('../bin/sluice.mjs'), 'run', '--quiet', flow], environment);
    };
    const [given, read] = [path.join(folder, 'given.csv'), path.join(folder, 'read.csv')];
    await pipeline(Readable.from(leads()), createWriteStream(given));
    tell('in: CSV to the org as bulk jobs', run('in', inFlow(given)));
    tell('out: query as a bulk job to CSV', run('out', outFlow(read)));
    await checkFile(read);
  } finally {
    child.kill();
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

function* leads(): Generator<string> {
  yield 'LastName,FirstName,Company,Email,City\n';
  for (let from = 0; from < rows; from += 1000) {
    yield Array.from({ length: Math.min(1000, rows - from) }, (_, index) => {
      const row = from + index;
      return `Loader ${row},Jo,"Firm ${row % 5000}, ""Sons"" & Co.",jo.${row}@example.com,Graz\n`;
    }).join('');
  }
}

function inFlow(file: string): unknown {
  const columns = ['LastName', 'FirstName', 'Company', 'Email', 'City'].map((name) => ({ name, type: 'text' }));
  return {
    sluice: 1,
    name: 'Leads in',
    parameters: {},
    nodes: { file: { type: 'csvRead', version: 1, settings: { file, columns } }, leads: { type: 'salesforceWrite', version: 1, settings: { connection: 'org', object: 'Lead', operation: 'insert', api: 'bulk' } } },
    edges: [{ from: 'file.out', to: 'leads.in' }],
    layout: {},
  };
}

function outFlow(target: string): unknown {
  const soql = "SELECT Id, LastName, FirstName, Company, Email, City FROM Lead WHERE LastName LIKE 'Loader %'";
  return {
    sluice: 1,
    name: 'Leads out',
    parameters: {},
    nodes: { leads: { type: 'salesforceQuery', version: 1, settings: { connection: 'org', soql, api: 'bulk' } }, file: { type: 'csvWrite', version: 1, settings: { file: target } } },
    edges: [{ from: 'leads.out', to: 'file.in' }],
    layout: {},
  };
}

/** Every lead once, no header among the rows. */
async function checkFile(file: string): Promise<void> {
  const seen = new Uint8Array(rows);
  let lines = -1;
  for await (const line of createInterface(createReadStream(file))) {
    lines++;
    const row = /Loader (\d+)/.exec(line)?.[1];
    if (row === undefined && lines > 0) throw new Error(`Line ${lines + 1} is no lead: ${line}`);
    if (row !== undefined) seen[Number(row)]!++;
  }
  const once = seen.reduce((sum, times) => sum + (times === 1 ? 1 : 0), 0);
  if (lines !== rows || once !== rows) throw new Error(`The file has ${lines} rows, and ${once} of ${rows} leads once.`);
  console.log(`The file has each of the ${rows.toLocaleString('en')} leads once.`);
}

function tell(what: string, { wallMs, peakBytes }: Measured): void {
  const seconds = wallMs / 1000;
  const perSecond = Math.round(rows / seconds).toLocaleString('en');
  console.log(`${what.padEnd(50)}${seconds.toFixed(1).padStart(8)} s${perSecond.padStart(12)} rows/s${(peakBytes / 1e6).toFixed(0).padStart(7)} MB`);
  if (peakBytes > mostBytes) throw new Error(`${what} took ${(peakBytes / 1e6).toFixed(0)} MB; it is held to ${mostBytes / 1e6}.`);
}
