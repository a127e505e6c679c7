import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { AppError } from '../../flows/kit/errors.ts';
import { parseEnd, type FlowDocument } from '../../flows/model/document.ts';
import { applyParameters } from '../../flows/model/parameters.ts';

/** A node on the way of the rows, with the ports they take. */
export interface ChainLink {
  readonly node: string;
  readonly type: string;
  readonly settings: unknown;
  /** Where they come in; blank for a source. */
  readonly into: string;
  /** Where they leave. */
  readonly port: string;
}

/**
 * The nodes rows go through from their source to an out-port, the source first. Throws kind `settings`: `previewNeedsRun` when the way is
 * not a single line of nodes that take rows one by one, and whatever is wrong with the settings of a node on the way.
 */
export function previewChain(document: FlowDocument, from: string, definitions: Readonly<Record<string, NodeDefinition>>): readonly ChainLink[] {
  const chain: ChainLink[] = [];
  let end: string | undefined = from;
  while (end !== undefined) {
    const { node: id, port } = parseEnd(end);
    const node = Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined;
    const definition = node && Object.hasOwn(definitions, node.type) ? definitions[node.type] : undefined;
    if (!node || !definition) throw new AppError('settings', 'nodeTypeUnknown', { message: `There is no node type "${node?.type ?? ''}" for "${id}" in this version of Sluice.` });
    const title = node.title ?? definition.title;
    const { nodes } = applyParameters({ ...document, nodes: { [id]: node } }, {});
    const parsed = definition.settings.safeParse(nodes[id]!.settings);
    if (!parsed.success) throw new AppError('settings', 'settingsShape', { message: `The settings of "${title}" do not fit: ${parsed.error.issues[0]!.message}.`, where: { node: id } });
    const { in: ins } = definition.ports(parsed.data);
    const isSimple = definition.kind === 'source' || (definition.kind === 'transform' && ins.length === 1 && definition.traits.state === 'none');
    if (!isSimple || port === 'rejected' || chain.some((link) => link.node === id)) throw needsRun(title);
    const into: string = ins[0]?.name ?? '';
    chain.unshift({ node: id, type: node.type, settings: parsed.data, into, port });
    if (definition.kind === 'source') return chain;
    end = document.edges.find((edge) => edge.to === `${id}.${into}`)?.from;
    if (end === undefined) throw new AppError('settings', 'previewWithoutRows', { message: `No rows come into "${title}" yet.`, hint: 'Connect an edge into it.', where: { node: id } });
  }
  return chain;
}

function needsRun(title: string): AppError {
  return new AppError('settings', 'previewNeedsRun', { message: `The rows of "${title}" are known only after a run.`, hint: 'Run the flow once.' });
}
