import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { AppError, asAppError } from '../kit/errors.ts';
import { callType, fileOf } from '../model/callInterface.ts';
import { folderOf, joinPath } from '../model/callPath.ts';
import type { FlowDocument } from '../model/document.ts';
import { inlineCalls, type CalledFlow, type CalledFlows } from '../model/inlineCalls.ts';
import { readFlow } from '../model/readFlow.ts';

type Definitions = Readonly<Record<string, NodeDefinition>>;

/** Reads the flows that a flow calls, and those that they call, each once. One that cannot be read says why in its place. */
export async function readCalled(document: FlowDocument, folder: string, definitions: Definitions): Promise<CalledFlows> {
  const called: Record<string, CalledFlow> = {};
  const waiting = callsOf(document, '');
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (Object.hasOwn(called, file)) continue;
    const read = await readOne(file, folder, definitions);
    called[file] = read;
    if ('document' in read) waiting.push(...callsOf(read.document, folderOf(file)));
  }
  return called;
}

/**
 * The flow as it runs: with the flows it calls in the place of the calls.
 * Throws kind `settings`, with the first thing that is wrong with a call; `data.others` says how many more there are.
 *
 * @param folder the flow file's
 */
export async function wholeFlow(document: FlowDocument, folder: string, definitions: Definitions): Promise<FlowDocument> {
  if (callsOf(document, '').length === 0) return document;
  const whole = inlineCalls(document, await readCalled(document, folder, definitions), definitions);
  const [first, ...others] = whole.problems.filter(({ severity }) => severity === 'error');
  if (first) throw new AppError('settings', first.code, { ...first, data: { others: others.length } });
  return whole.document;
}

/** What a run remembers of the flow as it was drawn: nothing where that is what runs. */
export function drawnAs(drawn: FlowDocument, runs: FlowDocument): { readonly drawn?: FlowDocument } {
  return drawn === runs ? {} : { drawn };
}

function callsOf({ nodes }: FlowDocument, folder: string): string[] {
  return Object.values(nodes).flatMap((node) => (node.type === callType && fileOf(node).trim() !== '' ? [joinPath(folder, fileOf(node))] : []));
}

async function readOne(file: string, folder: string, definitions: Definitions): Promise<CalledFlow> {
  if (file.includes('{{')) return { code: 'callFileOpen', message: `Which flow is called must be known before the run; "${file}" comes from a parameter.`, hint: 'Name the file.' };
  const path = resolve(folder, file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'callFileMissing', message: `There is no flow "${file}": nothing is at ${path}.`, hint: 'Choose a flow file. A relative name counts from the folder of the flow that calls.' };
    return { code: 'callFileUnread', message: `The flow "${file}" cannot be read: ${message}.` };
  }
  try {
    return { document: readFlow(text, definitions, file) };
  } catch (thrown) {
    const { code, message, hint, where } = asAppError(thrown);
    return { code, message: `The flow "${file}" cannot be read${where.line === undefined ? '' : `, line ${where.line}`}: ${message}`, ...(hint === undefined ? {} : { hint }) };
  }
}
