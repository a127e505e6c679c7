import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditEntry } from '../../flows/audit/auditEntry.ts';
import { readAudit } from '../../flows/audit/readAudit.ts';
import { verifyAudit } from '../../flows/audit/verifyAudit.ts';
import { writeFileAtomic } from '../../flows/connections/writeFileAtomic.ts';
import { wholeFlow } from '../../flows/engine/calledFlows.ts';
import type { LocalExecutor } from '../../flows/engine/executors/local.ts';
import { findUses } from '../../flows/engine/findUses.ts';
import { sampleRows } from '../../flows/engine/sample.ts';
import { whyRejected } from '../../flows/engine/retriedRows.ts';
import type { ResolveConnection, RunRequest } from '../../flows/engine/runRequest.ts';
import type { RunStore } from '../../flows/engine/runStore.ts';
import type { OpenSealer } from '../../flows/engine/sealer.ts';
import { rowOfRecord } from '../../flows/engine/trace/rowOfRecord.ts';
import { rejectedOrigins, rowOfRejected } from '../../flows/engine/trace/rowOfRejected.ts';
import { traceRow, type TraceDependencies } from '../../flows/engine/trace/traceRow.ts';
import { traceWays } from '../../flows/engine/trace/traceWays.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { NodeRuntime } from '../../flows/kit/defineRun.ts';
import { parseEnd, type FlowDocument } from '../../flows/model/document.ts';
import { fieldDrift, usedFields, type NodeUse } from '../../flows/model/fieldDrift.ts';
import { fieldsFileName, readFields, writeFields } from '../../flows/model/fieldsFile.ts';
import { applyParameters } from '../../flows/model/parameters.ts';
import type { HostHandlers } from '../contract/contract.ts';
import { rejectedRows, retryOf } from './rejectedRows.ts';
import { requestOf } from './requestOf.ts';

interface TrustOptions {
  readonly dataFolder: string;
  readonly executor: LocalExecutor;
  readonly store: RunStore;
  readonly openSealer: OpenSealer;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
}

interface Flow {
  readonly path: string;
  readonly document: FlowDocument;
  readonly parameters: RunRequest['parameters'];
}

/** Rejected rows, lineage, the drift guard and the audit log as the window asks for them. */
export function trustService({ dataFolder, executor, store, openSealer, definitions, loadRuntime, resolveConnection }: TrustOptions): HostHandlers['trust'] {
  const usesOf = async ({ path, document, parameters }: Flow, signal: AbortSignal): Promise<NodeUse[]> => {
    const whole = await wholeFlow(document, dirname(path), definitions);
    return findUses(applyParameters(whole, parameters), { definitions, loadRuntime, resolveConnection, folder: dirname(path), signal });
  };

  /** What following a row of a run takes. */
  const partsOf = (run: string, { sealer }: Awaited<ReturnType<OpenSealer>>, signal: AbortSignal): TraceDependencies => {
    const last = store.readEvents(run).findLast(({ event }) => event.type === 'finished')?.event;
    return {
      definitions,
      loadRuntime,
      resolveConnection,
      signal,
      startedMs: Date.parse(store.readRun(run)!.startedAt),
      // Only of a run that went to its end is it known how many rows there are.
      edges: last?.type === 'finished' && last.state === 'succeeded' ? last.edges : {},
      keptRow: (edge, row) => store.readSample(run, edge, row, 1).rows[0],
      rejectedBy: (node, origins) => sealer && whyRejected(store, sealer, run, node, origins),
    };
  };
  /** The sink whose rejected rows leave by this out-port, where it is one of a sink. */
  const rejectingSink = ({ document }: RunRequest, end: string): string | undefined => {
    const { node, port } = parseEnd(end);
    return port === 'rejected' && definitions[document.nodes[node]?.type ?? '']?.kind === 'sink' ? node : undefined;
  };

  return {
    async rejected({ run }) {
      const found = await rejectedRows({ store, openSealer }, requestOf(store, run));
      return found.map(({ node, count, schema, groups }) => ({ node, count, schema, groups }));
    },

    async planRetry({ run, path, document, parameters }) {
      const whole = await wholeFlow(document, dirname(path), definitions);
      const { request, notes } = await retryOf({ store, openSealer }, requestOf(store, run), { document: whole, folder: dirname(path), path, parameters }, definitions);
      return { run: executor.submit({ ...request, drawn: document, mode: 'plan' }), notes };
    },

    async trace({ run, target }, { signal }) {
      const request = requestOf(store, run);
      const opened = await openSealer();
      const parts = partsOf(run, opened, signal);
      if ('record' in target) return traceRow(request, rowOfRecord(store, run, target.record), parts);
      const sink = 'end' in target ? rejectingSink(request, target.end) : undefined;
      return traceRow(request, sink !== undefined && 'row' in target ? rowOfRejected(store, opened, run, sink, target.row) : target, parts);
    },

    async ways({ run, end }, { signal }) {
      const request = requestOf(store, run);
      const opened = await openSealer();
      const sink = rejectingSink(request, end);
      const origins = sink === undefined ? undefined : rejectedOrigins(store, opened, run, sink).take(sampleRows);
      return traceWays(request, origins ? Array.from(origins, ({ source, ordinal }) => `${source}:${ordinal}`) : { end, from: 0, to: sampleRows }, partsOf(run, opened, signal));
    },

    async fields({ node, ...flow }, { signal }) {
      return (await usesOf(flow, signal)).filter((use) => use.node === node).flatMap(({ fields }) => fields);
    },

    async drift(flow, { signal }) {
      const file = fieldsFileName(flow.path);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      return text === undefined ? {} : { problems: fieldDrift(readFields(text, file), await usesOf(flow, signal)) };
    },

    async noteFields(flow, { signal }) {
      const file = fieldsFileName(flow.path);
      await writeFileAtomic(file, writeFields(usedFields(await usesOf(flow, signal))));
      return { file };
    },

    async audit({ run, limit }) {
      const entries: AuditEntry[] = [];
      for await (const entry of readAudit(dataFolder)) {
        if (!entry || (run !== undefined && entry.run !== run && entry.parent !== run)) continue;
        entries.push(entry);
        if (entries.length > limit) entries.shift();
      }
      return entries.reverse();
    },

    async verifyAudit() {
      const { lines, last, faults } = await verifyAudit(dataFolder);
      return { lines, ...(last ? { last } : {}), faults };
    },
  };
}
