import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOrg, type Org } from '../../demoOrg/startOrg.ts';
import { runFlow } from '../../flows/engine/runFlow.ts';
import { openRunStore, type RunStore } from '../../flows/engine/runStore.ts';
import { sealerOf } from '../../flows/engine/sealerOf.ts';
import { crashConnection, crashDefinitions, crashDocument, crashRuntimes, type CrashJob } from './crashFlow.ts';
import { crashKey } from './runJob.ts';

/**
 * What a power cut leaves. No test can cut the power: these show that the run store asks the system to put an intent on the disk before anything
 * is sent, and that what is on the disk by then is enough. That the system and the disk do as they are asked is theirs to keep.
 */
let org: Org;
let folder: string;
beforeAll(async () => {
  org = await startOrg({ data: ':memory:', bulk: { latencyMs: 1 } });
  folder = mkdtempSync(join(tmpdir(), 'sluice-'));
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

const rowCount = 240;

function jobOf(api: 'rest' | 'bulk', run: string): CrashJob {
  const rows = Array.from({ length: rowCount }, (_, at) => [`${run}-${at}`, `New ${at}`, 'Acme']);
  const settings = { object: 'Lead', operation: 'upsert', key: 'External_Key__c', api, batchSize: 20, parallel: 2 };
  return { settings, columns: ['External_Key__c', 'LastName', 'Company'], rows, run, folder, storeFile: join(folder, `${run}.sqlite`), url: org.url, accessToken: org.accessToken, isResumed: false };
}

/** Opens what a disk would have: the files as they are, the log only as far as it had been asked to be written, then the torn rest of a page. */
function afterPowerCut<T>(file: string, durableBytes: number, tornBytes: number, look: (store: RunStore) => T): T {
  const copy = join(folder, 'cut.sqlite');
  copyFileSync(file, copy);
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  truncateSync(`${copy}-wal`, durableBytes);
  appendFileSync(`${copy}-wal`, Buffer.alloc(tornBytes, 0x5a));
  const store = openRunStore(copy, sealerOf(crashKey));
  try {
    return look(store);
  } finally {
    store.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true });
  }
}

test.each(['rest', 'bulk'] as const)('at every moment of a run by %s the disk has each intent that was sent, and no cursor is ahead of its ledger', async (api) => {
  const job = jobOf(api, `sim${api}`);
  const plain = openRunStore(job.storeFile, sealerOf(crashKey));
  const durable = { bytes: 0, intents: 0, jobs: 0 };
  let looked = 0;
  const wal = (): number => statSync(`${job.storeFile}-wal`).size;
  const look = (): void => {
    looked++;
    afterPowerCut(job.storeFile, durable.bytes, looked % 3 === 0 ? 0 : 1000 * (looked % 4), (store) => {
      const batches = [...store.readLedger(job.run)];
      expect(batches.length).toBeGreaterThanOrEqual(durable.intents);
      expect(batches.filter((batch) => batch.job !== undefined).length).toBeGreaterThanOrEqual(durable.jobs);
      for (const { entries, isWhole } of batches) expect([entries.length > 0, isWhole]).toEqual([true, true]);
      const settled = batches.findLastIndex(({ state }) => state === 'settled') + 1;
      expect(store.readCheckpoint(job.run)?.ledger['write']?.after ?? 0).toBeLessThanOrEqual(settled);
    });
  };
  const noted = new Set<number>();
  const store: RunStore = {
    ...plain,
    intend: (...given) => {
      const batches = plain.intend(...given);
      expect(wal()).toBeGreaterThanOrEqual(durable.bytes);
      Object.assign(durable, { bytes: wal(), intents: durable.intents + batches.length });
      look();
      return batches;
    },
    noteJob: (run, node, batch, text) => {
      plain.noteJob(run, node, batch, text);
      noted.add(batch);
      Object.assign(durable, { bytes: wal(), jobs: noted.size });
      look();
    },
    settle: (...given) => {
      plain.settle(...given);
      look();
    },
    saveCheckpoint: (...given) => {
      const isKept = plain.saveCheckpoint(...given);
      look();
      return isKept;
    },
  };
  const finished = await runFlow(
    { run: job.run, document: crashDocument(job.settings), folder, parameters: {} },
    { definitions: crashDefinitions, loadRuntime: crashRuntimes(job), resolveConnection: async () => crashConnection(job), store, signal: new AbortController().signal, onEvent: () => undefined, checkpointRows: 100 },
  );
  plain.close();
  expect(finished).toMatchObject({ state: 'succeeded', nodes: { write: { written: rowCount } } });
  expect(looked).toBeGreaterThan(6);
});

const canTrace = process.platform === 'linux' && spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

/** What a process did, in its order: F the log of the run store was put on the disk, C a call of the collections API went out, U rows were uploaded, B a bulk job was told to begin. */
async function traced(job: CrashJob): Promise<string> {
  const log = join(folder, `${job.run}.strace`);
  const strace = ['-f', '-y', '-s', '120', '-e', 'trace=fsync,fdatasync,write,writev,sendto,sendmsg', '-o', log, process.execPath, '--disable-warning=ExperimentalWarning'];
  const child = fork(join(import.meta.dirname, 'crashChild.ts'), [], { execPath: 'strace', execArgv: strace, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.once('message', () => void child.send(job));
  await once(child, 'exit');
  const tokens = readFileSync(log, 'utf8').split('\n').map((line) => {
    if (/\b(fsync|fdatasync)\(\d+<[^>]*\.sqlite-wal>/.test(line)) return 'F';
    if (line.includes('"PATCH /services/data/') && line.includes('/composite/sobjects')) return 'C';
    if (line.includes('"PUT /services/data/') && line.includes('/batches')) return 'U';
    return line.includes('"PATCH /services/data/') && line.includes('/jobs/ingest/') ? 'B' : '';
  });
  return tokens.join('');
}

test.skipIf(!canTrace)(`the system is asked to put the intent on the disk before a call goes out${canTrace ? '' : ' (needs strace, which is not here)'}`, { timeout: 60_000 }, async () => {
  // Twelve calls, two at a time: what goes out together is announced together.
  const rest = await traced(jobOf('rest', 'tracedrest'));
  expect(rest).toMatch(/^(F+C{1,2})+F*$/);
  expect(rest.replaceAll('F', '')).toBe('C'.repeat(12));
  // Before the upload the intent, and before the job begins its id.
  const bulk = await traced(jobOf('bulk', 'tracedbulk'));
  expect(bulk).toMatch(/^(F+UF+B)+F*$/);
});
