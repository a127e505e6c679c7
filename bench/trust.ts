// What trust costs: plans rows against a demo org of its own process, then upserts them, and says calls, time, and the ledger's share.
//   node bench/trust.ts [--rows 100000] [--api rest|bulk]
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

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' }, api: { type: 'string', default: 'bulk' } } });
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

/** The store, and the milliseconds spent in calls that only trust needs. */
function timed(store: RunStore): { store: RunStore; spentMs: () => number } {
  let spent = 0;
  const names = ['intend', 'settle', 'noteJob', 'saveCheckpoint'] as const;
  const calls = Object.fromEntries(
    names.map((name) => {
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

const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
const child = fork(join(import.meta.dirname, 'trust/orgChild.ts'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const org = await new Promise<{ url: string; accessToken: string }>((resolve) => child.once('message', (message) => resolve(message as { url: string; accessToken: string })));
const plain = openRunStore(join(folder, 'runs.sqlite'), sealerOf(randomBytes(32)));

async function run(title: string, suffix: string, request: Partial<RunRequest>): Promise<FinishedEvent> {
  const { store, spentMs } = timed(plain);
  const definitions: Record<string, NodeDefinition> = { manyLeads: source, salesforceWrite };
  const settings = { connection: 'demo', object: 'Lead', operation: 'upsert', key: 'External_Key__c', api: values.api };
  const document = { sluice: 1 as const, name: 'Bench', parameters: {}, layout: {}, nodes: { read: { type: 'manyLeads', version: 1, settings: {} }, write: { type: 'salesforceWrite', version: salesforceWrite.version, settings } }, edges: [{ from: 'read.out', to: 'write.in' }] };
  const runtimes: Record<string, NodeRuntime> = { manyLeads: sourceRun(suffix), salesforceWrite: salesforceWriteRun };
  const since = performance.now();
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
  const { apiCalls = 0, written = 0, unchanged = 0, rejected = 0 } = finished.nodes['write'] ?? {};
  console.log(`${title.padEnd(28)} ${seconds.toFixed(1).padStart(7)} s  ${Math.round(rows / seconds).toString().padStart(7)} rows/s  ${String(apiCalls).padStart(6)} calls  ledger ${(spentMs() / 1000).toFixed(2)} s = ${((spentMs() / 10 / seconds)).toFixed(1)} %  (${written} written, ${unchanged} unchanged, ${rejected} rejected${finished.error ? `; ${finished.error.message}` : ''})`);
  return finished;
}

try {
  console.log(`${rows} leads, upsert by ${values.api}, peak memory at the end`);
  await run('plan, all new', '', { mode: 'plan' });
  await run('upsert, all new', '', {});
  await run('plan, nothing to do', '', { mode: 'plan' });
  await run('plan, all changed', ' x', { mode: 'plan' });
  await run('upsert, all changed', ' x', {});
  console.log(`${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);
} finally {
  plain.close();
  child.kill();
  rmSync(folder, { recursive: true });
}
