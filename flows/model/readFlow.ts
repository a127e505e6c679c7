import { AppError, closest, type Where } from '../kit/errors.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { documentSchema, type FlowDocument, type FlowNode } from './document.ts';
import { migrateFormat, migrateNode } from './migrate.ts';
import { parseJson, type ParsedJson } from './parseJson.ts';
import { sayIssue } from './sayIssue.ts';
import { keysAt } from './schemaKeys.ts';
import { valueAt } from './settingPath.ts';

/** A flow together with the lines of its file: `lineOf(['nodes', 'filter', 'settings', 'formula'])`. */
export interface FlowSource {
  readonly document: FlowDocument;
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Reads the text of a flow file: JSON, then the format's and the nodes' migrations, then the shape. What a node's settings mean is
 * checkFlow's to say. Throws an AppError of kind `settings` that names `file`, line and path; the first fault in the file's order
 * is the message, `data.others` says how many more there are.
 */
export function readFlow(text: string, definitions: Readonly<Record<string, NodeDefinition>>, file?: string): FlowDocument {
  return readFlowSource(text, definitions, file).document;
}

/** readFlow for those who also want to name lines. */
export function readFlowSource(text: string, definitions: Readonly<Record<string, NodeDefinition>>, file?: string): FlowSource {
  const inFile: Where = file === undefined ? {} : { file };
  let json: ParsedJson | undefined;
  try {
    json = parseJson(text);
    const document = readShape(migrateFormat(json.value), json);
    const nodes: Record<string, FlowNode> = {};
    for (const [id, node] of Object.entries(document.nodes)) nodes[id] = migrateNode(id, node, definitions);
    return { document: { ...document, nodes }, lineOf: json.lineOf };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const line = json?.lineOf(thrown.where.node === undefined ? [] : ['nodes', thrown.where.node, thrown.code.startsWith('nodeType') ? 'type' : 'version']);
    throw thrown.at({ ...inFile, ...(line === undefined ? {} : { line }) });
  }
}

function readShape(value: Record<string, unknown>, { lineOf }: ParsedJson): FlowDocument {
  const parsed = documentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    const stray = issue.code === 'unrecognized_keys' ? issue.keys[0]! : undefined;
    const place = path.length > 0 ? pathText(path) : 'The flow';
    if (stray === undefined) return { line: lineOf(path), path, place, ...sayIssue(issue, valueAt(value, path)) };
    const keys = keysAt(documentSchema, path);
    const near = closest(stray, keys);
    const hint = near ? `Did you mean "${near}"?` : `Known: ${keys.join(', ')}.`;
    return { line: lineOf([...path, stray]), path: [...path, stray], place, message: `has no "${stray}".`, hint };
  });
  const [first, ...others] = faults.sort((a, b) => a.line - b.line);
  throw new AppError('settings', 'flowShape', {
    message: `${first!.place} ${first!.message}`,
    ...(first!.hint === undefined ? {} : { hint: first!.hint }),
    where: { line: first!.line, path: first!.path },
    data: { others: others.length },
  });
}

/** `nodes.filter.version`, `edges[2].from`: a place in the file, as people write it. */
function pathText(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
