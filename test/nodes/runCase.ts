import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { wholeFlow } from '../../flows/engine/calledFlows.ts';
import type { FinishedEvent, RunEvent } from '../../flows/engine/events.ts';
import { runFlow } from '../../flows/engine/runFlow.ts';
import { openRunStore, type RunStore } from '../../flows/engine/runStore.ts';
import { Secret, type Connection } from '../../flows/kit/connection.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { AppError } from '../../flows/kit/errors.ts';
import { maskingKeyName } from '../../flows/kit/maskingKey.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';
import { caseRuntimes, caseSink, caseSource, type Collected } from './caseNodes.ts';
import type { NodeCase } from './nodeCase.ts';

export interface CaseRun {
  readonly finished: FinishedEvent;
  readonly events: readonly RunEvent[];
  readonly store: RunStore;
  /** What left by each port. */
  readonly collected: Readonly<Record<string, Collected>>;
  /** The folder of the flow, there until the test has finished. */
  readonly folder: string;
  /** Asks the demo org of the case. */
  readonly query: (soql: string) => Promise<Record<string, unknown>[]>;
}

export interface CaseOptions {
  /** Rows come in again and again. */
  readonly endless?: boolean;
  readonly connection?: Connection;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Before a row that left the node is taken. */
  readonly onBatch?: (port: string) => Promise<void> | void;
}

/** Runs a case through the real engine: its rows go into the node, and everything that leaves it is collected, port by port. */
export async function runCase(type: string, nodeCase: NodeCase, options: CaseOptions = {}): Promise<CaseRun> {
  const definition = definitions[type]!;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(nodeCase.files)) writeFileSync(join(folder, name), text);
  for (const [name, bytes] of Object.entries(nodeCase.binaryFiles)) writeFileSync(join(folder, name), bytes, 'base64');
  const org = nodeCase.org && !options.connection ? await startOrg({ data: ':memory:' }) : undefined;
  if (org) onTestFinished(() => org.close());

  const collected: Record<string, Collected> = {};
  const runtimes = caseRuntimes(collected, options.onBatch ?? (() => {}));
  const events: RunEvent[] = [];
  const store = openRunStore(':memory:');
  onTestFinished(() => store.close());
  const caseDefinitions = { ...definitions, caseSource, caseSink };
  const document = await wholeFlow(caseDocument(definition, nodeCase, options.endless ?? false), folder, caseDefinitions);
  const finished = await runFlow(
    { run: 'case', document, folder, parameters: {} },
    {
      definitions: caseDefinitions,
      loadRuntime: async (name) => runtimes[name] ?? loadRuntime(name),
      async resolveConnection(name) {
        if (name === maskingKeyName) return { name, system: 'maskingKey', environment: 'production', settings: {}, secrets: { key: new Secret(Buffer.alloc(32, 7).toString('base64')) } };
        const connection = options.connection ?? (org && orgConnection(org));
        if (connection?.name === name) return connection;
        throw new AppError('settings', 'connectionUnknown', { message: `There is no connection "${name}".` });
      },
      store,
      signal: options.signal ?? new AbortController().signal,
      onEvent(event) {
        events.push(event);
        options.onEvent?.(event);
      },
    },
  );
  const query = async (soql: string): Promise<Record<string, unknown>[]> => {
    const answer = await fetch(`${org!.url}/services/data/v60.0/query?q=${encodeURIComponent(soql)}`, { headers: { Authorization: `Bearer ${org!.accessToken}` } });
    if (!answer.ok) throw new Error(`${soql}: ${await answer.text()}`);
    const { records } = (await answer.json()) as { records: Record<string, unknown>[] };
    return records.map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'attributes')));
  };
  return { finished, events, store, collected, folder, query };
}

/** What stands for the content of a file that is no text. */
const binary = 'no text';

/** The files that are in a folder, and what is in them. */
export function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const bytes = readFileSync(join(folder, name));
      return [name, bytes.includes(0) ? binary : bytes.toString('utf8')];
    }),
  );
}

/** The files of a case, as `filesIn` tells them: those that are there before the node runs, or those that are there after it. */
export function filesOf({ files, binaryFiles, written, binaryWritten }: NodeCase, when: 'before' | 'after'): Record<string, string> {
  const names = [...Object.keys(binaryFiles), ...(when === 'after' ? binaryWritten : [])];
  return { ...files, ...(when === 'after' ? written : {}), ...Object.fromEntries(names.map((name) => [name, binary])) };
}

function orgConnection({ url, username, accessToken }: { url: string; username: string; accessToken: string }): Connection {
  return { name: 'demo', system: 'salesforce', environment: 'demo', settings: { instanceUrl: url, username }, secrets: { accessToken: new Secret(accessToken) } };
}

function caseDocument(definition: NodeDefinition, { settings, columns, rows, inputs }: NodeCase, endless: boolean): FlowDocument {
  const ports = definition.ports(definition.settings.parse(settings));
  const given = ports.in.filter(({ name }) => Object.hasOwn(inputs, name)).map(({ name }) => [`rows${name}`, inputs[name]!] as const);
  const collectors = ports.out.map(({ name }) => [`collect${name}`, name] as const);
  return {
    sluice: 1,
    name: 'case',
    parameters: {},
    layout: {},
    nodes: {
      node: { type: definition.type, version: definition.version, settings },
      ...(ports.in.length > given.length ? { rows: { type: 'caseSource', version: 1, settings: { columns, rows, endless } } } : {}),
      ...Object.fromEntries(given.map(([id, input]) => [id, { type: 'caseSource', version: 1, settings: input }])),
      ...Object.fromEntries(collectors.map(([id, name]) => [id, { type: 'caseSink', version: 1, settings: { name } }])),
    },
    edges: [
      ...ports.in.map(({ name }) => ({ from: `rows${Object.hasOwn(inputs, name) ? name : ''}.out`, to: `node.${name}` })),
      ...collectors.map(([id, name]) => ({ from: `node.${name}`, to: `${id}.in` })),
    ],
  };
}
