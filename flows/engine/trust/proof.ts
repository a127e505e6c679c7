import { createHash } from 'node:crypto';
import type { WhoRan } from '../../audit/whoRan.ts';
import { isSent, type ChangeAction, type Target } from '../../kit/change.ts';
import type { NodeDefinition, Port } from '../../kit/defineNode.ts';
import type { FinishedEvent, NodeProgress } from '../events.ts';
import { flowHash } from '../flowHash.ts';
import type { RunStore, RunSummary } from '../runStore.ts';
import type { ActionCounts, LedgerEntry, LedgerOutcome } from './ledgerEntry.ts';

/** So many changes of each kind are shown. */
const sampleRows = 3;

/** What an org says of the records a run wrote, counted again. */
export interface Recount {
  readonly at: string;
  /** Records that are as they were written. */
  readonly asWritten: number;
  /** Records that somebody has changed since, deleted since, or taken back. */
  readonly changedSince: number;
  readonly takenBack: number;
}

/** One sum of a proof, and whether it adds up. */
export interface Balance {
  readonly what: string;
  readonly left: number;
  readonly right: number;
}

export interface ProvedNode {
  readonly node: string;
  readonly title: string;
  readonly counts: NodeProgress;
  readonly drops: Readonly<Record<string, number>>;
  readonly target?: Target;
  /** What was sent, by action, and what came of it. */
  readonly actions?: ActionCounts;
  readonly results?: Readonly<Record<string, number>>;
  /** SHA-256 over all that was sent, in its order: the print of the row, the record, what came of it. The same later, as long as nobody touched the ledger. */
  readonly resultsHash?: string;
  readonly recount?: Recount;
  readonly samples: readonly { readonly entry: LedgerEntry; readonly outcome?: LedgerOutcome }[];
}

/** Where every row of a run is, who ran it, and what the org says now. */
export interface Proof {
  readonly run: RunSummary;
  /** The plan it applied, or the run it took back. */
  readonly goesBackTo?: { readonly kind: 'plan' | 'undone'; readonly run: string };
  readonly who: WhoRan;
  readonly flowHash: string;
  readonly madeAt: string;
  readonly nodes: readonly ProvedNode[];
  /** Every sum that must add up. */
  readonly balances: readonly Balance[];
  readonly edges: Readonly<Record<string, number>>;
  /** Nothing is unaccounted for: every sum adds up, nothing is in doubt, and the org has what was written. */
  readonly isWhole: boolean;
  readonly doubts: readonly string[];
}

/** Accounts for every row of a run that has ended, from what the run has kept. `recounts` is what orgs say, by node, where they were asked; `who` is what the audit log says. */
export function proofOf(store: RunStore, run: RunSummary, definitions: Readonly<Record<string, NodeDefinition>>, recounts: Readonly<Record<string, Recount>>, who: WhoRan): Proof {
  const { document, applies, undoes } = store.readRequest(run.run)!;
  const finished = store.readEvents(run.run).findLast(({ event }) => event.type === 'finished')?.event as FinishedEvent | undefined;
  const ledger = store.countLedger(run.run);
  const targets = store.readTargets(run.run);
  const nodes = Object.entries(finished?.nodes ?? {}).map(([node, counts]): ProvedNode => {
    const { title, type = '' } = document.nodes[node] ?? {};
    const kept = ledger[node];
    const recount = recounts[node];
    const target = targets[node]?.target;
    return {
      node,
      title: title ?? definitions[type]?.title ?? node,
      counts,
      drops: finished?.drops[node] ?? {},
      ...(target ? { target } : {}),
      ...(kept ? { actions: kept.actions, results: kept.results, ...resultsHash(store, run.run, node) } : {}),
      ...(recount ? { recount } : {}),
      samples: Object.keys(kept?.actions ?? {})
        .filter((action): action is ChangeAction => isSent(action as ChangeAction))
        .flatMap((action) => store.readChanges(run.run, { node, action, offset: 0, limit: sampleRows }).rows)
        .map(({ entry, outcome }) => ({ entry, ...(outcome ? { outcome } : {}) })),
    };
  });
  const edges = finished?.edges ?? {};
  // The edges of the run: those of called flows among them, and of an undo none.
  const balances = sums(nodes, definitions, document.nodes, edges);
  const doubts = doubtsOf(run, nodes, ledger);
  const goesBackTo = undoes !== undefined ? { kind: 'undone' as const, run: undoes } : applies !== undefined ? { kind: 'plan' as const, run: applies } : undefined;
  return { run, ...(goesBackTo ? { goesBackTo } : {}), who, flowHash: flowHash(document, definitions), madeAt: new Date().toISOString(), nodes, balances, edges, doubts, isWhole: doubts.length === 0 && balances.every(({ left, right }) => left === right) };
}

/** Binds the results of a sink to their rows; nothing where they were purged. */
function resultsHash(store: RunStore, run: string, node: string): Pick<ProvedNode, 'resultsHash'> {
  const hash = createHash('sha256');
  let isKept = false;
  for (const { entries, outcomes } of store.readLedger(run, { node })) {
    isKept ||= entries.length > 0;
    entries.forEach(({ action, print, id }, place) => {
      const outcome = outcomes[place];
      hash.update(`${action} ${print} ${outcome?.id ?? id ?? ''} ${outcome?.state ?? 'unknown'} ${outcome?.code ?? ''}\n`);
    });
  }
  return isKept ? { resultsHash: hash.digest('hex') } : {};
}

function sums(nodes: readonly ProvedNode[], definitions: Readonly<Record<string, NodeDefinition>>, types: Readonly<Record<string, { readonly type: string; readonly settings: Readonly<Record<string, unknown>> }>>, edges: Readonly<Record<string, number>>): Balance[] {
  const ids = Object.keys(edges);
  return nodes.flatMap(({ node, title, counts, drops, results }): Balance[] => {
    const definition = definitions[types[node]?.type ?? ''];
    const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
    const list: Balance[] = [];
    if (definition && definition.kind !== 'source' && (definition.conserves?.(definition.settings.parse(types[node]!.settings)) ?? definition.traits.conserves)) {
      list.push({ what: `"${title}": rows in = out + written + unchanged + dropped + rejected`, left: counts.in, right: counts.out + counts.written + counts.unchanged + counts.dropped + counts.rejected });
    }
    const into = ids.filter((id) => id.includes(` → ${node}.`));
    list.push(...edgesOut(node, title, counts, definition?.ports(definition.settings.parse(types[node]!.settings)).out ?? [], edges, ids));
    if (into.length > 0) list.push({ what: `"${title}": rows in = rows on the edges into it`, left: counts.in, right: into.reduce((sum, id) => sum + (edges[id] ?? 0), 0) });
    if (counts.dropped > 0) list.push({ what: `"${title}": rows dropped = rows dropped by reason`, left: counts.dropped, right: dropped });
    if (results) list.push({ what: `"${title}": rows written = answers of the org in the ledger`, left: counts.written, right: results['written'] ?? 0 });
    return list;
  });
}

/** Every edge carries what left by its port. Of several ports that rows are divided among, only the sum is counted. */
function edgesOut(node: string, title: string, counts: NodeProgress, ports: readonly Port[], edges: Readonly<Record<string, number>>, ids: readonly string[]): Balance[] {
  const plain = ports.filter(({ name }) => name !== 'rejected' && name !== 'written');
  return ids.flatMap((id): Balance[] => {
    if (!id.startsWith(`${node}.`)) return [];
    const port = id.slice(node.length + 1, id.indexOf(' → '));
    const left = port === 'rejected' ? counts.rejected : port === 'written' ? counts.written : plain.length === 1 ? counts.out : undefined;
    return left === undefined ? [] : [{ what: `"${title}": rows that left by "${port}" = rows on the edge ${id}`, left, right: edges[id] ?? 0 }];
  });
}

function doubtsOf(run: RunSummary, nodes: readonly ProvedNode[], ledger: ReturnType<RunStore['countLedger']>): string[] {
  const doubts: string[] = [];
  if (run.state !== 'succeeded') doubts.push(`The run has not ended well: it is ${run.state}.`);
  for (const { node, title, counts, results = {}, recount } of nodes) {
    const sending = ledger[node]?.sending ?? 0;
    if (sending > 0) doubts.push(`"${title}": ${sending} sendings were under way when the run broke off, and nobody has looked what became of them. Resume the run.`);
    if (results['inDoubt']) doubts.push(`"${title}": of ${results['inDoubt']} rows it is not known whether they were written.`);
    const asked = recount ? recount.asWritten + recount.changedSince + recount.takenBack : counts.written;
    if (asked < counts.written) doubts.push(`"${title}": written were ${counts.written} records, and only of ${asked} is enough kept to ask the org about them.`);
    if (recount && recount.changedSince > 0) doubts.push(`"${title}": ${recount.changedSince} records are not as they were written; somebody changed or deleted them since.`);
    if (recount && recount.takenBack > 0) doubts.push(`"${title}": ${recount.takenBack} records are back as they were before the run.`);
  }
  return doubts;
}
