// What trust costs: plans rows against a demo org of its own process, then upserts them, and says calls, time, and the ledger's share.
//   node bench/trust.ts [--rows 100000] [--api rest|bulk] [--pairs N]
// With --pairs, upserts that change every row, by turns with the ledger and with a store that keeps nothing of it: what the difference is, it costs.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { batchFromRows, batchRows } from '../flows/kit/batch.ts';
import { defineNode, outPort, type NodeDefinition } from '../flows/kit/defineNode.ts';
import { defineSource, type NodeRuntime } from '../flows/kit/defineRun.ts';
import { Secret } from '../flows/kit/connection.ts';
import type { Schema } from '../flows/kit/schema.ts';
import type { FinishedEvent } from '../flows/engine/events.ts';
import { runFlow } from '../flows/engine/runFlow.ts';
import type { RunRequest } from '../flows/engine/runRequest.ts';
import { openRunStore, type RunStore } from '../flows/engine/runStore.ts';
import { sealerOf } from '../flows/engine/sealerOf.ts';
import { definition as salesforceWrite } from '../flows/nodes/salesforceWrite/definition.ts';
import { run as salesforceWriteRun } from '../flows/nodes/salesforceWrite/run.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' }, api: { type: 'string', default: 'bulk' }, pairs: { type: 'string', default: '0' } } });
const rows = Number(values.rows);

const source = defineNode({
  type: 'manyLeads',
  version: 1,
  kind: 'source',
  title: 'Many leads',
  summary: 'Makes leads.',
  category: 'Rows',
  settings: z.object({}),
  ports: () => ({ in: [], out: [outPort] }),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});
const schema: Schema = ['External_Key__c', 'FirstName', 'LastName', 'Company', 'City', 'Country'].map((name) => ({ name, type: 'text' }));

function sourceRun(suffix: string): NodeRuntime {
  return defineSource(source, {
    async *read({ node }, _split, from) {
      for (let at = Number(from?.['row'] ?? 0); at < rows; at += batchRows) {
        const size = Math.min(batchRows, rows - at);
        const cells = Array.from({ length: size }, (_, index) => [`BENCH-${at + index}`, 'Ada', `Lead ${at + index}${suffix}`, 'Acme', 'Bergen', 'Norway']);
        yield batchFromRows(schema, cells, { source: node, ordinal: at }, { row: at + size });
      }
    },
  });
}

const trustCalls = ['intend', 'settle', 'noteJob', 'saveCheckpoint'] as const;

/** The store, and the milliseconds spent in calls that only trust needs. */
function timed(store: RunStore): { store: RunStore; spentMs: () => number } {
  let spent = 0;
  const calls = Object.fromEntries(
    trustCalls.map((name) => {
      const call = store[name] as (...given: unknown[]) => unknown;
      return [
        name,
        (...given: unknown[]) => {
          const since = performance.now();
          try {
            return call(...given);
          } finally {
            spent += performance.now() - since;
          }
        },
      ];
    }),
  );
  return { store: { ...store, ...calls }, spentMs: () => spent };
}

/** The store without a ledger and without checkpoints. What is sent by it cannot be resumed or taken back. */
function forgetful(store: RunStore): RunStore {
  let batches = 0;
  return { ...store, intend: (_run, _node, _attempt, sendings) => sendings.map(() => ++batches), settle: () => undefined, noteJob: () => undefined, saveCheckpoint: () => true };
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
const child = fork(join(import.meta.dirname, 'trust/orgChild.ts'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const org = await new Promise<{ url: string; accessToken: string }>((resolve) => child.once('message', (message) => resolve(message as { url: string; accessToken: string })));
const plain = openRunStore(join(folder, 'runs.sqlite'), sealerOf(randomBytes(32)));

interface Took {
  readonly finished: FinishedEvent;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function run(title: string, suffix: string, request: Partial<RunRequest>, kept: RunStore = plain): Promise<Took> {
  const { store, spentMs } = timed(kept);
  const definitions: Record<string, NodeDefinition> = { manyLeads: source, salesforceWrite };
  const settings = { connection: 'demo', object: 'Lead', operation: 'upsert', key: 'External_Key__c', api: values.api };
  const document = { sluice: 1 as const, name: 'Bench', parameters: {}, layout: {}, nodes: { read: { type: 'manyLeads', version: 1, settings: {} }, write: { type: 'salesforceWrite', version: salesforceWrite.version, settings } }, edges: [{ from: 'read.out', to: 'write.in' }] };
  const runtimes: Record<string, NodeRuntime> = { manyLeads: sourceRun(suffix), salesforceWrite: salesforceWriteRun };
  const since = performance.now();
  const used = process.cpuUsage();
  const finished = await runFlow(
    { run: crypto.randomUUID(), document, folder, parameters: {}, ...request },
    {
      definitions,
      loadRuntime: async (type) => runtimes[type]!,
      resolveConnection: async () => ({ name: 'demo', system: 'salesforce', environment: 'demo', settings: { instanceUrl: org.url }, secrets: { accessToken: new Secret(org.accessToken) } }),
      store,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    },
  );
  const seconds = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(used);
  const cpuSeconds = (user + system) / 1e6;
  const { apiCalls = 0, written = 0, unchanged = 0, rejected = 0 } = finished.nodes['write'] ?? {};
  console.log(`${title.padEnd(28)} ${seconds.toFixed(1).padStart(7)} s  ${Math.round(rows / seconds).toString().padStart(7)} rows/s  engine ${cpuSeconds.toFixed(1)} s  ${String(apiCalls).padStart(6)} calls  ledger ${(spentMs() / 1000).toFixed(2)} s = ${((spentMs() / 10 / seconds)).toFixed(1)} %  (${written} written, ${unchanged} unchanged, ${rejected} rejected${finished.error ? `; ${finished.error.message}` : ''})`);
  return { finished, seconds, cpuSeconds };
}

async function comparePairs(pairs: number): Promise<void> {
  await run('upsert, all new', '', {});
  const [kept, forgot]: [Took[], Took[]] = [[], []];
  for (let pair = 1; pair <= pairs; pair++) {
    // The one that goes first changes, so that neither has the fresher org each time.
    const both = [async () => kept.push(await run(`pair ${pair}, with ledger`, ` a${pair}`, {})), async () => forgot.push(await run(`pair ${pair}, without`, ` b${pair}`, {}, forgetful(plain)))];
    for (const one of pair % 2 === 1 ? both : both.toReversed()) await one();
  }
  const sum = (took: readonly Took[], what: 'seconds' | 'cpuSeconds'): number => took.reduce((total, one) => total + one[what], 0);
  const [wall, bare] = [sum(kept, 'seconds'), sum(forgot, 'seconds')];
  const engine = (sum(kept, 'cpuSeconds') - sum(forgot, 'cpuSeconds')) / pairs;
  console.log(`ledger and checkpoints: ${((wall / bare - 1) * 100).toFixed(1)} % more time; ${engine.toFixed(2)} s of the engine's processor a run, ${((engine / (bare / pairs)) * 100).toFixed(1)} % of what a run takes without them`);
}

try {
  console.log(`${rows} leads, upsert by ${values.api}, peak memory at the end`);
  if (Number(values.pairs) > 0) await comparePairs(Number(values.pairs));
  else {
    await run('plan, all new', '', { mode: 'plan' });
    await run('upsert, all new', '', {});
    await run('plan, nothing to do', '', { mode: 'plan' });
    await run('plan, all changed', ' x', { mode: 'plan' });
    await run('upsert, all changed', ' x', {});
  }
  console.log(`${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);
} finally {
  plain.close();
  child.kill();
  rmSync(folder, { recursive: true });
}
