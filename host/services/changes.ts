import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { whoRan } from '../../flows/audit/whoRan.ts';
import { drawnAs, wholeFlow } from '../../flows/engine/calledFlows.ts';
import type { LocalExecutor } from '../../flows/engine/executors/local.ts';
import { flowHash } from '../../flows/engine/flowHash.ts';
import type { ResolveConnection, RunRequest } from '../../flows/engine/runRequest.ts';
import type { RunStore } from '../../flows/engine/runStore.ts';
import type { OpenSealer } from '../../flows/engine/sealer.ts';
import { checkKept } from '../../flows/engine/trust/checkKept.ts';
import { withLimitsNow } from '../../flows/engine/trust/limitsNow.ts';
import { proofOf, type Proof } from '../../flows/engine/trust/proof.ts';
import { proofHtml, proofMarkdown } from '../../flows/engine/trust/proofText.ts';
import { recount } from '../../flows/engine/trust/recount.ts';
import { conflictKind, type RestoringAction } from '../../flows/kit/change.ts';
import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import type { NodeRuntime } from '../../flows/kit/defineRun.ts';
import { AppError } from '../../flows/kit/errors.ts';
import type { HostHandlers } from '../contract/contract.ts';
import { retryOf } from './rejectedRows.ts';
import { requestOf } from './requestOf.ts';

interface ChangesOptions {
  /** Where the audit log lies. */
  readonly dataFolder: string;
  readonly executor: LocalExecutor;
  readonly store: RunStore;
  /** To be awaited before anything that was kept is read. */
  readonly openSealer: OpenSealer;
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
}

const dayMs = 86_400_000;

interface ConflictsOfKind {
  readonly kind: string;
  readonly ifRestored: RestoringAction;
  readonly fields: readonly string[];
  readonly count: number;
}

/** Plan, apply, resume, undo and proof as the window asks for them. */
export function changesService({ dataFolder, executor, store, openSealer, definitions, loadRuntime, resolveConnection }: ChangesOptions): HostHandlers['changes'] {
  const prove = async (run: string, asksOrg: boolean, signal: AbortSignal): Promise<Proof> => {
    requestOf(store, run);
    await openSealer();
    const summary = store.readRun(run)!;
    const isAsked = asksOrg && summary.mode === 'write' && Object.keys(store.countLedger(run)).length > 0;
    const recounts = isAsked ? await recount(run, { definitions, loadRuntime, resolveConnection, openSealer, store, signal }) : {};
    return proofOf(store, summary, definitions, recounts, await whoRan(dataFolder, run));
  };

  return {
    async plan({ path, document, drawn = document, parameters }) {
      const whole = await wholeFlow(document, dirname(path), definitions);
      return { run: executor.submit({ run: randomUUID(), document: whole, ...drawnAs(drawn, whole), folder: dirname(path), path, parameters, mode: 'plan' }) };
    },

    async totals({ run }) {
      requestOf(store, run);
      await openSealer();
      const counts = store.countLedger(run);
      return {
        nodes: Object.fromEntries(
          Object.entries(store.readTargets(run)).map(([node, kept]) => {
            const { actions = {}, results = {}, sending = 0 } = counts[node] ?? {};
            return [node, { ...kept, actions, results, sending, fields: changedFields(store, run, node), conflicts: conflictKinds(store, run, node) }];
          }),
        ),
      };
    },

    async rows({ run, ...query }) {
      requestOf(store, run);
      await openSealer();
      const { rows, total } = store.readChanges(run, query);
      return {
        rows: rows.map(({ node, entry: { action, key, id, fields, isBlind, reason, conflicts, ifRestored }, outcome }) => ({
          node,
          action,
          key,
          ...(id === undefined ? {} : { id }),
          fields: fields.map(({ name, before, after }) => ({ name, before, after })),
          ...(isBlind ? { isBlind } : {}),
          ...(reason ? { reason } : {}),
          ...(conflicts ? { conflicts } : {}),
          ...(ifRestored ? { ifRestored } : {}),
          ...(outcome ? { outcome } : {}),
        })),
        total,
      };
    },

    async apply({ plan, path, document, allowProduction = [], ceilings = {} }) {
      const { parameters, mode, document: planned, parent } = requestOf(store, plan);
      if (mode !== 'plan') throw new AppError('settings', 'planUnknown', { message: `The run ${plan} is no plan: it has written already.`, hint: 'Plan again.' });
      const flow = { document: await wholeFlow(document, dirname(path), definitions), folder: dirname(path), path, parameters };
      const now = parent === undefined ? flow.document : (await retryOf({ store, openSealer }, requestOf(store, parent), flow, definitions)).request.document;
      if (flowHash(planned, definitions) !== flowHash(now, definitions)) {
        throw new AppError('settings', 'planOfAnotherFlow', { message: `The flow "${document.name}" has been changed since the plan was made.`, hint: 'Plan again, and apply that.' });
      }
      // What a plan was made of does not change; how far it may go is what the window shows now.
      const { limits: _then, ...rest } = planned;
      return { run: executor.submit({ run: randomUUID(), document: document.limits === undefined ? rest : { ...rest, limits: document.limits }, ...drawnAs(document, parent === undefined ? flow.document : planned), folder: dirname(path), path, parameters, ...(parent === undefined ? {} : { parent }), applies: plan, allowProduction, ceilings }) };
    },

    async resume({ run, allowProduction = [], ceilings = {} }) {
      const request = requestOf(store, run);
      const { state } = store.readRun(run)!;
      if (state === 'running') throw new AppError('settings', 'runStillGoing', { message: `"${request.document.name}" is still going on.`, hint: 'Cancel it, or wait for it.' });
      if (state === 'succeeded' || request.mode === 'plan') throw new AppError('settings', 'runHasEnded', { message: `There is nothing to resume: "${request.document.name}" ${request.mode === 'plan' ? 'was only planned' : 'has ended well'}.` });
      return {
        run: executor.submit({ ...(await withLimitsNow(request)), isResumed: true, allowProduction: [...(request.allowProduction ?? []), ...allowProduction], ceilings: { ...request.ceilings, ...ceilings } }),
      };
    },

    async undo({ run, isDry, conflicts, allowProduction = [], ceilings = {} }) {
      const { document, drawn = document, folder, path, parameters, mode } = requestOf(store, run);
      if (mode === 'plan') throw new AppError('settings', 'runIsPlan', { message: 'A plan has written nothing, so there is nothing to take back.' });
      await openSealer();
      checkKept(store, run);
      const request: RunRequest = { run: randomUUID(), document, ...drawnAs(drawn, document), folder, ...(path === undefined ? {} : { path }), parameters, undoes: run, conflicts, allowProduction, ceilings };
      return { run: executor.submit(isDry ? { ...request, mode: 'plan' } : request) };
    },

    proof: ({ run, asksOrg }, { signal }) => prove(run, asksOrg, signal),

    async proofText({ run, asksOrg, format }, { signal }) {
      const proof = await prove(run, asksOrg, signal);
      return { text: format === 'json' ? `${JSON.stringify(proof, undefined, 2)}\n` : format === 'html' ? proofHtml(proof) : proofMarkdown(proof) };
    },

    purge: ({ run, olderThanDays }) => ({
      runs: store.purge({ ...(run === undefined ? {} : { run }), ...(olderThanDays === undefined ? {} : { before: new Date(Date.now() - olderThanDays * dayMs).toISOString() }) }),
    }),
  };
}

/** How many updates change each field, most first. */
function changedFields(store: RunStore, run: string, node: string): { name: string; count: number }[] {
  const fields = new Map<string, number>();
  for (const { counts, entries } of store.readLedger(run, { node })) {
    if (!counts.update) continue;
    for (const { action, fields: changed } of entries) if (action === 'update') for (const { name } of changed) fields.set(name, (fields.get(name) ?? 0) + 1);
  }
  return [...fields].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}

/** The conflicts of a dry undo that a person may decide otherwise, by kind, most first. */
function conflictKinds(store: RunStore, run: string, node: string): ConflictsOfKind[] {
  const kinds = new Map<string, ConflictsOfKind>();
  for (const { counts, entries } of store.readLedger(run, { node })) {
    if (!counts.conflict) continue;
    for (const { conflicts = [], ifRestored } of entries) {
      if (!ifRestored) continue;
      const fields = conflicts.map(({ name }) => name).sort();
      const kind = conflictKind(ifRestored, fields);
      kinds.set(kind, { kind, ifRestored, fields, count: (kinds.get(kind)?.count ?? 0) + 1 });
    }
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count);
}
