import { readFile } from 'node:fs/promises';
import { findUses } from '../engine/findUses.ts';
import { AppError } from '../kit/errors.ts';
import type { FlowDocument } from '../model/document.ts';
import { fieldDrift, usedFields, type NodeUse } from '../model/fieldDrift.ts';
import { fieldsFileName, readFields, type UsedFields } from '../model/fieldsFile.ts';
import { loadRuntime } from '../nodes/runtimes.ts';
import { withLines, type FlowFile } from './openFlowFile.ts';
import { printProblems } from './printProblems.ts';
import type { RunConnections } from './runConnections.ts';
import type { Terminal } from './terminal.ts';

/** The look at the fields does not hold up a run for longer. */
const patienceMs = 30_000;

/** What was noted of the fields of a flow, in the file beside it; undefined where there is none. */
export async function notedFields({ path }: Pick<FlowFile, 'path'>): Promise<UsedFields | undefined> {
  const file = fieldsFileName(path);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new AppError('settings', 'fieldsFile', { message: `${file} cannot be read (${cause.code}).`, where: { file }, cause });
  });
  return text === undefined ? undefined : readFields(text, file);
}

/** What the orgs say now of the fields that a flow uses. `document` has its parameters filled in. */
export function usesNow(document: FlowDocument, { folder, definitions }: Pick<FlowFile, 'folder' | 'definitions'>, connections: RunConnections, signal: AbortSignal): Promise<NodeUse[]> {
  return findUses(document, { definitions, loadRuntime, resolveConnection: connections.resolve, folder, signal });
}

/**
 * Says before rows are refused for it what has changed since it was noted; whether that stops them, the org decides. Nothing was noted:
 * nothing is said, and no org is asked. An org that does not answer is the run's to tell.
 */
export async function warnOfDrift(document: FlowDocument, flow: FlowFile, file: string, connections: RunConnections, terminal: Terminal): Promise<void> {
  const noted = await notedFields(flow);
  if (!noted) return;
  const uses = await usesNow(document, flow, connections, AbortSignal.timeout(patienceMs)).catch(() => []);
  printProblems(terminal, withLines(fieldDrift(noted, uses), file, flow));
}

/** How many fields there are, of how many objects. */
export function extentOf(uses: readonly NodeUse[]): { readonly fields: number; readonly objects: number } {
  const objects = Object.values(usedFields(uses)).flatMap((connection) => Object.values(connection));
  return { objects: objects.length, fields: objects.reduce((sum, fields) => sum + Object.keys(fields).length, 0) };
}
