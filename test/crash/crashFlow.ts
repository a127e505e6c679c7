import { z } from 'zod';
import { batchFromRows } from '../../flows/kit/batch.ts';
import { defineNode, outPort, type NodeDefinition } from '../../flows/kit/defineNode.ts';
import { defineSource, type NodeRuntime } from '../../flows/kit/defineRun.ts';
import { f } from '../../flows/kit/fields.ts';
import type { Cell, Schema } from '../../flows/kit/schema.ts';
import { Secret, type Connection } from '../../flows/kit/connection.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { definition as csvWrite } from '../../flows/nodes/csvWrite/definition.ts';
import { run as csvWriteRun } from '../../flows/nodes/csvWrite/run.ts';
import { definition as salesforceWrite } from '../../flows/nodes/salesforceWrite/definition.ts';
import { run as salesforceWriteRun } from '../../flows/nodes/salesforceWrite/run.ts';

/** What a run under test does, and with which rows. */
export interface CrashCase {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Everything a process needs to run a case, or to go on with it. Plain data. */
export interface CrashJob extends CrashCase {
  readonly run: string;
  readonly folder: string;
  readonly storeFile: string;
  readonly url: string;
  readonly accessToken: string;
  readonly isResumed: boolean;
  /** The process ends itself before or after the n-th call of this name to the store. */
  readonly killAt?: { readonly call: 'intend' | 'settle' | 'saveCheckpoint' | 'noteJob' | 'finishRun'; readonly n: number; readonly isAfter: boolean };
}

const batchSize = 20;

/** A source of rows that it is given, in small batches, each with its place. */
const givenRows = defineNode({
  type: 'givenRows',
  version: 1,
  kind: 'source',
  title: 'Given rows',
  summary: 'Reads the rows of a test.',
  category: 'Rows',
  settings: z.object({ none: f.text({ title: 'Nothing', help: 'Nothing.' }) }),
  ports: () => ({ in: [], out: [outPort] }),
  traits: { state: 'none', order: 'keeps', deterministic: true, conserves: true },
});

export const crashDefinitions: Readonly<Record<string, NodeDefinition>> = { givenRows, csvWrite, salesforceWrite };

export function crashRuntimes({ columns, rows }: CrashCase): (type: string) => Promise<NodeRuntime> {
  const schema: Schema = columns.map((name) => ({ name, type: 'text' }));
  const source = defineSource(givenRows, {
    async *read({ node }, _split, from) {
      for (let at = Number(from?.['row'] ?? 0); at < rows.length; at += batchSize) {
        const part = rows.slice(at, at + batchSize);
        yield batchFromRows(schema, part, { source: node, ordinal: at }, { row: at + part.length });
      }
    },
  });
  const known: Record<string, NodeRuntime> = { givenRows: source, csvWrite: csvWriteRun, salesforceWrite: salesforceWriteRun };
  return async (type) => known[type]!;
}

/** Rows into an org and into a file; what the org refused and what it took into files of their own. */
export function crashDocument(settings: CrashCase['settings']): FlowDocument {
  const file = (name: string) => ({ type: 'csvWrite', version: csvWrite.version, settings: { file: name } });
  return {
    sluice: 1,
    name: 'Crash',
    parameters: {},
    layout: {},
    nodes: {
      read: { type: 'givenRows', version: 1, settings: {} },
      write: { type: 'salesforceWrite', version: salesforceWrite.version, settings: { connection: 'demo', ...settings } },
      all: file('all.csv'),
      written: file('written.csv'),
      rejected: file('rejected.csv'),
    },
    edges: [
      { from: 'read.out', to: 'write.in' },
      { from: 'read.out', to: 'all.in' },
      { from: 'write.written', to: 'written.in' },
      { from: 'write.rejected', to: 'rejected.in' },
    ],
  };
}

export function crashConnection({ url, accessToken }: Pick<CrashJob, 'url' | 'accessToken'>): Connection {
  return { name: 'demo', system: 'salesforce', environment: 'demo', settings: { instanceUrl: url }, secrets: { accessToken: new Secret(accessToken) } };
}
