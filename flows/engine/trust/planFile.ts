import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Cost, Target } from '../../kit/change.ts';
import type { NodeDefinition } from '../../kit/defineNode.ts';
import { AppError } from '../../kit/errors.ts';
import { describeFields } from '../../kit/fields.ts';
import type { FlowDocument } from '../../model/document.ts';
import { applyParameters } from '../../model/parameters.ts';
import { flowHash } from '../flowHash.ts';
import type { RunRequest } from '../runRequest.ts';
import type { RunStore } from '../runStore.ts';
import type { ActionCounts, LedgerEntry } from './ledgerEntry.ts';
import { momentOf } from './momentOf.ts';

const planVersion = 1;
const importedRows = 1000;

/** A plan as a file: all that is needed to look through it, and to apply it here or elsewhere. It holds values of records. */
export interface PlanFile {
  readonly sluicePlan: typeof planVersion;
  readonly run: string;
  readonly madeAt: string;
  readonly momentMs: number;
  readonly flow: string;
  readonly flowHash: string;
  readonly path?: string | undefined;
  readonly folder: string;
  readonly parameters: RunRequest['parameters'];
  readonly document: FlowDocument;
  /** The files the flow reads, as they were. */
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
  readonly targets: Readonly<Record<string, { readonly target: Target; readonly cost?: Cost; readonly actions: ActionCounts }>>;
  readonly rows: Readonly<Record<string, readonly LedgerEntry[]>>;
}

/** The plan that a run of mode `plan` has made. */
export async function planFileOf(store: RunStore, run: string, definitions: Readonly<Record<string, NodeDefinition>>): Promise<PlanFile> {
  const request = store.readRequest(run)!;
  const counts = store.countLedger(run);
  const rows: Record<string, LedgerEntry[]> = {};
  for (const { node, entries } of store.readLedger(run)) (rows[node] ??= []).push(...entries);
  return {
    sluicePlan: planVersion,
    run,
    madeAt: new Date().toISOString(),
    momentMs: momentOf(request, store),
    flow: request.document.name,
    flowHash: flowHash(request.document, definitions),
    path: request.path,
    folder: request.folder,
    parameters: request.parameters,
    document: request.document,
    inputs: await inputHashes(request, definitions),
    targets: Object.fromEntries(Object.entries(store.readTargets(run)).map(([node, kept]) => [node, { ...kept, actions: counts[node]?.actions ?? {} }])),
    rows,
  };
}

const shape = z.object({ sluicePlan: z.literal(planVersion), run: z.string(), momentMs: z.number(), flow: z.string(), flowHash: z.string(), folder: z.string(), document: z.looseObject({}), parameters: z.record(z.string(), z.unknown()), inputs: z.array(z.object({ file: z.string(), sha256: z.string() })), rows: z.record(z.string(), z.array(z.looseObject({ action: z.string(), print: z.string(), keyPrint: z.string() }))) });

/** A plan from its text. Throws kind `settings` when it is none. */
export function readPlanFile(text: string, file: string): PlanFile {
  try {
    const value: unknown = JSON.parse(text);
    shape.parse(value);
    return value as PlanFile;
  } catch (cause) {
    throw new AppError('settings', 'planFile', { message: `${file} is no plan that this Sluice can read.`, hint: '"sluice plan FLOW -o plan.json" makes one.', cause });
  }
}

/** Makes the plan known to this machine's runs, where it is not yet; gives its id. */
export function importPlan(store: RunStore, plan: PlanFile): string {
  const { run, document, folder, path, parameters, momentMs } = plan;
  if (store.readRun(run) && store.countLedger(run)) {
    if (Object.keys(plan.rows).every((node) => hasRows(store, run, node))) return run;
    store.removeRun(run);
  }
  store.createRun({ run, document, folder, ...(path === undefined ? {} : { path }), parameters, momentMs, mode: 'plan' });
  for (const [node, entries] of Object.entries(plan.rows)) for (let at = 0; at < entries.length; at += importedRows) store.keepPlanned(run, node, entries.slice(at, at + importedRows));
  store.finishRun(run, { type: 'finished', state: 'succeeded', elapsedMs: 0, nodes: {}, edges: {}, unhandled: 0, drops: {} });
  return run;
}

function hasRows(store: RunStore, run: string, node: string): boolean {
  try {
    const [first] = store.readLedger(run, { node });
    return first !== undefined && first.entries.length > 0;
  } catch {
    // Sealed under a key that is gone: the file has them.
    return false;
  }
}

/** The hashes of the files that a flow reads, by the settings that name them; one that cannot be read is left out, the run says why. */
export async function inputHashes({ document, parameters, folder }: Pick<RunRequest, 'document' | 'parameters' | 'folder'>, definitions: Readonly<Record<string, NodeDefinition>>): Promise<{ file: string; sha256: string }[]> {
  const files = new Set<string>();
  for (const { type, settings } of Object.values(applyParameters(document, parameters).nodes)) {
    const definition = definitions[type];
    if (!definition) continue;
    for (const { name, file } of describeFields(definition.settings)) {
      const value = settings[name];
      if (file?.access === 'read' && typeof value === 'string' && value !== '') files.add(value);
    }
  }
  const hashes: { file: string; sha256: string }[] = [];
  for (const file of files) {
    try {
      const hash = createHash('sha256');
      for await (const part of createReadStream(resolve(folder, file))) hash.update(part as Buffer);
      hashes.push({ file, sha256: hash.digest('hex') });
    } catch {
      continue;
    }
  }
  return hashes;
}
