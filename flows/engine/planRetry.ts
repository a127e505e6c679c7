import type { NodeDefinition } from '../kit/defineNode.ts';
import { AppError } from '../kit/errors.ts';
import type { Schema } from '../kit/schema.ts';
import type { FlowDocument } from '../model/document.ts';
import { RejectGroups, type RejectedGroup } from '../model/groupRejected.ts';
import { firstRejecting, retryFlow, type RetriedNode } from '../model/retryFlow.ts';
import { rejectedRows } from './retriedRows.ts';
import type { RunRequest } from './runRequest.ts';
import type { RunStore } from './runStore.ts';
import type { Sealer } from './sealer.ts';

/** What a node of a run rejected, all of it, by cause. */
export interface RejectedOfNode extends RetriedNode {
  readonly count: number;
  readonly groups: readonly RejectedGroup[];
}

/** So many letters of a run's id tell it from others. */
const shortId = 8;

/**
 * What the nodes of a run rejected that can be taken again. Throws kind `settings` where there is nothing: code `retryNothing` where nothing
 * (with these codes) was rejected, `retryNotKept` where it was not kept.
 * @param codes only rows that were rejected with one of these; none: all
 */
export function rejectedOf(store: RunStore, sealer: Sealer, { run, document }: RunRequest, codes: readonly string[] = []): RejectedOfNode[] {
  const found = firstRejecting(document, Object.keys(store.countRejected(run))).flatMap((node): RejectedOfNode[] => {
    const groups = new RejectGroups();
    const sources = new Map<string, number>();
    let schema: Schema | undefined;
    let count = 0;
    for (const row of rejectedRows(store, sealer, run, node)) {
      if (codes.length > 0 && !codes.includes(row.code)) continue;
      schema ??= row.schema;
      groups.add(row.code, row.message, row.schema, row.cells);
      sources.set(row.source, (sources.get(row.source) ?? 0) + 1);
      count++;
    }
    const [most] = [...sources].sort(([, a], [, b]) => b - a);
    return schema && most ? [{ node, schema, codes, source: most[0], groups: groups.list(), count }] : [];
  });
  if (found.length === 0) throw nothing(store, run, codes);
  return found;
}

interface Retry {
  readonly request: RunRequest;
  /** What the person should know: what is not done to the rows, and where files go. */
  readonly notes: readonly string[];
}

/** The run that takes rejected rows of another again, through the flow as it is now. Parameters are those of the run, but for the ones given. */
export function planRetry(before: RunRequest, now: Pick<RunRequest, 'document' | 'folder' | 'path' | 'parameters'>, rejected: readonly RejectedOfNode[], definitions: Readonly<Record<string, NodeDefinition>>): Retry {
  const { document, notes } = retryFlow(before.document, now.document, rejected, definitions, before.run.slice(0, shortId));
  const parameters = Object.fromEntries(Object.entries({ ...before.parameters, ...now.parameters }).filter(([name]) => isParameter(now.document, name)));
  return { request: { run: crypto.randomUUID(), parent: before.run, document, folder: now.folder, ...(now.path === undefined ? {} : { path: now.path }), parameters }, notes };
}

/** A flow may have lost a parameter that the run had. */
function isParameter({ parameters }: FlowDocument, name: string): boolean {
  return Object.hasOwn(parameters, name);
}

function nothing(store: RunStore, run: string, codes: readonly string[]): AppError {
  const { rejected = 0 } = store.readRun(run) ?? {};
  const short = run.slice(0, shortId);
  if (codes.length > 0) return new AppError('settings', 'retryNothing', { message: `The run ${short} rejected no row with the code ${codes.join(' or ')}.`, hint: `"sluice retry ${short} --list" shows the codes.` });
  if (rejected === 0) return new AppError('settings', 'retryNothing', { message: `The run ${short} rejected no rows: there is nothing to take again.` });
  return new AppError('settings', 'retryNotKept', {
    message: `The run ${short} rejected ${rejected === 1 ? 'a row, which is not kept' : `${rejected} rows, and none of them are kept`}.`,
    hint: 'Rows that a source could not read are still in its file. Other rows are kept where there is a key to seal them under; the log of the run says if there was none.',
  });
}
