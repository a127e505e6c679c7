import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { wholeFlow } from '../engine/calledFlows.ts';
import { AppError, type Problem } from '../kit/errors.ts';
import { callType } from '../model/callInterface.ts';
import { outerNode } from '../model/checkCalls.ts';
import { formatVersion } from '../model/document.ts';
import { readFlowSource, type FlowSource } from '../model/readFlow.ts';
import { loadDefinitions, type Definitions } from '../nodes/loadDefinitions.ts';

export interface FlowFile extends FlowSource {
  /** Absolute. */
  readonly path: string;
  /** The folder that file names in the flow count from. */
  readonly folder: string;
  /** The node types that the flow uses, by their names; or all. */
  readonly definitions: Definitions;
}

const reasons: Readonly<Record<string, (path: string) => [message: string, hint?: string]>> = {
  ENOENT: (path) => [`There is no file ${path}.`, 'Look at the name and the folder.'],
  ENOTDIR: (path) => [`There is no file ${path}.`, 'Look at the name and the folder.'],
  EISDIR: (path) => [`${path} is a folder.`, 'Name the flow file in it.'],
  EACCES: (path) => [`${path} may not be read by you.`],
};

/**
 * Reads a flow file by its name on the command line, with the flows it calls in the place of the calls. Throws kind `settings` when it is not
 * there, may not be read or is no flow, and for a call that does not fit.
 */
export async function openFlowFile(file: string, cwd: string): Promise<FlowFile> {
  const path = resolve(cwd, file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const [message, hint] = reasons[error.code ?? '']?.(path) ?? [`${path} cannot be read: ${error.message}.`];
    throw new AppError('settings', 'flowFile', { message, ...(hint ? { hint } : {}), cause: error });
  });
  const definitions = await loadDefinitions(typesIn(text));
  const { document, lineOf: lineInFile } = readFlowSource(text, definitions, file);
  // A node of a called flow is told at the line of the call.
  const lineOf: FlowSource['lineOf'] = ([first, id, ...rest]) => {
    const outer = first === 'nodes' && typeof id === 'string' ? outerNode(id) : id;
    return lineInFile(outer === undefined ? [first!] : outer === id ? [first!, id, ...rest] : [first!, outer]);
  };
  const folder = dirname(path);
  const whole = await wholeFlow(document, folder, definitions).catch((thrown: unknown) => {
    const { node = '', path: setting = [] } = thrown instanceof AppError ? thrown.where : {};
    throw thrown instanceof AppError ? thrown.at({ file, line: lineOf(['nodes', node, 'settings', ...setting]) }) : thrown;
  });
  return { document: whole, lineOf, path, folder, definitions };
}

/** The types of the nodes in a flow file; undefined where they do not say which are needed: it calls others, is of another format, or cannot be read, which is readFlow's to tell. */
function typesIn(text: string): string[] | undefined {
  try {
    const { sluice, nodes } = JSON.parse(text) as { sluice: unknown; nodes: Record<string, { type: string }> };
    const types = Object.values(nodes).map(({ type }) => type);
    return sluice === formatVersion && !types.includes(callType) ? types : undefined;
  } catch {
    return undefined;
  }
}

/** Problems with file and line, as an editor jumps to them. */
export function withLines(problems: readonly Problem[], file: string, { lineOf }: FlowSource): Problem[] {
  return problems.map((problem) => {
    const { node, path } = problem.where;
    const line = node === undefined ? undefined : lineOf(['nodes', node, ...(path ? ['settings', ...path] : [])]);
    return { ...problem, where: { ...problem.where, file, ...(line === undefined ? {} : { line }) } };
  });
}
