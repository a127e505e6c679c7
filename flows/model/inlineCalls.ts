import { closest, type Problem } from '../kit/errors.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { writeColumn } from '../kit/formula/columns.ts';
import { bindArguments, boundNode, type Argument } from './bindCall.ts';
import { callInterface, callType, fileOf, inputType, outputType, type CallPort } from './callInterface.ts';
import { folderOf, joinPath } from './callPath.ts';
import { parseEnd, type FlowDocument, type FlowEdge, type FlowNode } from './document.ts';
import { parameterUses } from './parameters.ts';

/** A flow that another calls, as its file was read, or what keeps it from being read. */
export type CalledFlow = { readonly document: FlowDocument } | { readonly code: string; readonly message: string; readonly hint?: string };

/** Called flows by their files, as the outermost flow would name them: from its folder, with `/`. */
export type CalledFlows = Readonly<Record<string, CalledFlow>>;

/** A flow without calls, as far as they could be replaced. */
export interface WholeFlow {
  readonly document: FlowDocument;
  /** What is wrong with the calls. */
  readonly problems: readonly Problem[];
}

type Definitions = Readonly<Record<string, NodeDefinition>>;

/** What lets rows through as they are, and says which of some columns are not there. */
const passType = 'mapColumns';

/** Stands between the node that calls and a node of the called flow: `clean/filter`. */
export const innerMark = '/';

/**
 * The flow with each call replaced by the nodes of the flow it calls, so that whoever plans, runs, traces or proves a flow knows nothing of
 * calls. Node `filter` of the flow that `clean` calls becomes `clean/filter`; its parameters have their values; relative file names
 * count from the outermost flow's folder. Its inputs and outputs stay as nodes that let rows through, `clean/contacts`, where
 * rows can be counted and seen. A call of a flow that is not known stays as it is. A flow without calls is given back as the same object.
 */
export function inlineCalls(document: FlowDocument, called: CalledFlows, definitions: Definitions): WholeFlow {
  return expand(document, '', [], called, definitions);
}

/** @param folder of the document, from the outermost flow's; @param way the files from the outermost flow to this one */
function expand(document: FlowDocument, folder: string, way: readonly string[], called: CalledFlows, definitions: Definitions): WholeFlow {
  const calls = Object.keys(document.nodes).filter((id) => document.nodes[id]!.type === callType);
  if (calls.length === 0) return { document, problems: [] };
  const problems: Problem[] = [];
  let [nodes, edges] = [document.nodes, document.edges];
  for (const id of calls) {
    const call = document.nodes[id]!;
    const file = fileOf(call);
    const key = joinPath(folder, file);
    const found = file.trim() === '' ? undefined : called[key];
    const problem = wayRound(file, [...way, key]) ?? (found && 'message' in found ? { ...found, severity: 'error' as const } : undefined);
    if (problem) problems.push({ ...problem, where: { node: id, path: ['file'] } });
    if (problem || !found || 'message' in found) continue;
    const bound = bindArguments(argumentsOf(call), file, found.document, document);
    problems.push(...bound.problems.map(({ path, ...rest }): Problem => ({ ...rest, where: { node: id, path } })));
    const inner = expand(found.document, folderOf(key), [...way, key], called, definitions);
    problems.push(...[...strayParameters(found.document), ...inner.problems].map((one) => ({ ...one, where: { ...one.where, node: innerId(id, one.where.node ?? '') } })));
    const { ports, parameters } = callInterface(found.document);
    problems.push(...changedPorts(id, call, file, ports));
    const title = call.title ?? found.document.name;
    const placed = Object.entries(inner.document.nodes).map(([name, node]): [string, FlowNode] => {
      const own = { ...boundNode(node, bound.values, parameters, folderOf(file), definitions[node.type]), title: `${title} › ${node.title ?? definitions[node.type]?.title ?? name}` };
      return [innerId(id, name), node.type === inputType || node.type === outputType ? passing(own, definitions) : own];
    });
    const { [id]: _replaced, ...others } = nodes;
    nodes = { ...others, ...Object.fromEntries(placed) };
    const outer = edges.flatMap((edge) => joined(edge, id, file, ports, problems));
    edges = [...outer, ...inner.document.edges.map(({ from, to }) => ({ from: innerId(id, from), to: innerId(id, to) }))];
  }
  return { document: { ...document, nodes, edges }, problems };
}

function argumentsOf({ settings }: FlowNode): readonly Argument[] {
  return Array.isArray(settings['parameters']) ? (settings['parameters'] as readonly Argument[]) : [];
}

/** `clean` and `filter.out` give `clean/filter.out`. */
function innerId(call: string, inner: string): string {
  return inner === '' ? call : `${call}${innerMark}${inner}`;
}

/** A node that stands for an input or an output: rows pass, and columns that were promised must be there. */
function passing({ title, settings }: FlowNode, definitions: Definitions): FlowNode {
  const promised = Array.isArray(settings['columns']) ? (settings['columns'] as readonly { readonly name: string }[]) : [];
  const columns = promised.map(({ name }) => ({ column: name, formula: writeColumn(name) }));
  return { type: passType, version: definitions[passType]?.version ?? 1, ...(title === undefined ? {} : { title }), settings: columns.length === 0 ? {} : { columns } };
}

/** An edge that ends or begins at a call, at the node that stands for the port; none where there is no such port. */
function joined(edge: FlowEdge, call: string, file: string, ports: readonly CallPort[], problems: Problem[]): FlowEdge[] {
  const [from, to] = [parseEnd(edge.from), parseEnd(edge.to)];
  let whole = edge;
  for (const [way, end] of [['out', from], ['in', to]] as const) {
    if (end.node !== call) continue;
    const names = ports.filter((port) => port.way === way).map(({ name }) => name);
    if (names.includes(end.port)) whole = way === 'out' ? { ...whole, from: `${innerId(call, end.port)}.out` } : { ...whole, to: `${innerId(call, end.port)}.in` };
    else {
      problems.push(unknownPort(call, file, end.port, way, names));
      return [];
    }
  }
  return [whole];
}

function unknownPort(node: string, file: string, port: string, way: CallPort['way'], names: readonly string[]): Problem {
  const word = way === 'in' ? 'input' : 'output';
  const list = names.length > 0 ? `Its ${word}s: ${names.join(', ')}.` : `It has no ${word}s.`;
  const near = closest(port, names);
  return { code: 'callPortUnknown', severity: 'error', message: `The flow "${file}" has no ${word} "${port}". ${list}`, hint: near ? `Did you mean "${near}"?` : 'Connect the edge to another port, or remove it.', where: { node, port } };
}

/** The ports that the call remembers are no longer those of the flow; it runs as long as no edge needs one that is gone. */
function changedPorts(node: string, { settings }: FlowNode, file: string, ports: readonly CallPort[]): Problem[] {
  const text = (list: readonly CallPort[]): string => list.map(({ way, name, title }) => `${way} ${name} ${title}`).sort((a, b) => (a < b ? -1 : 1)).join('\n');
  const known = Array.isArray(settings['ports']) ? (settings['ports'] as readonly CallPort[]) : [];
  if (text(known) === text(ports)) return [];
  const list = ports.map(({ name, way }) => `${name} (${way})`).join(', ') || 'none';
  return [{ code: 'callPortsChanged', severity: 'warning', message: `The flow "${file}" has other ports than this node shows: ${list}.`, hint: 'Read its ports again.', where: { node, path: ['ports'] } }];
}

/** A parameter that the called flow does not declare must not reach for one of its caller. */
function strayParameters({ nodes, parameters }: FlowDocument): Problem[] {
  return Object.entries(nodes).flatMap(([node, { settings }]) =>
    parameterUses(settings).filter(({ name }) => !Object.hasOwn(parameters, name)).map(({ name, path }): Problem => {
      return { code: 'parameterUnknown', severity: 'error', message: `The called flow has no parameter "${name}".`, hint: 'Declare it there under "parameters", or take it out.', where: { node, path } };
    }),
  );
}

function wayRound(file: string, way: readonly string[]): Omit<Problem, 'where'> | undefined {
  const key = way.at(-1)!;
  const first = way.indexOf(key);
  if (file.trim() === '' || first === way.length - 1) return undefined;
  return { code: 'callCycle', severity: 'error', message: `The flow would call itself for ever: ${way.slice(first).join(' → ')}.`, hint: 'Take one of these calls out.' };
}
