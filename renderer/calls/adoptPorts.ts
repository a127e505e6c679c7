import type { CallInterface, CallPort } from '../../flows/model/callInterface.ts';
import { edgesInto, edgesOutOf } from '../../flows/model/flowGraph.ts';
import { parseEnd, type FlowDocument, type FlowEdge } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';

/**
 * The edit that gives a call the ports of the flow it calls. Edges at ports that are no longer there move to the free ones, in their order;
 * values of parameters that are gone are taken out. Undefined: everything is as it should be.
 */
export function adoptPorts(document: FlowDocument, id: string, { ports, parameters }: CallInterface): Edit | undefined {
  const { settings } = document.nodes[id]!;
  const given = (settings['parameters'] ?? []) as readonly { readonly name: string }[];
  const kept = given.filter(({ name }) => Object.hasOwn(parameters, name));
  const edits: Edit[] = [];
  if (JSON.stringify(settings['ports'] ?? []) !== JSON.stringify(ports)) {
    edits.push({ edit: 'setSetting', id, path: ['ports'], value: ports });
    edits.push(...moved(edgesInto(document, id), ports, 'in', id), ...moved(edgesOutOf(document, id), ports, 'out', id));
  }
  if (kept.length < given.length) edits.push({ edit: 'setSetting', id, path: ['parameters'], value: kept });
  return edits.length === 0 ? undefined : { edit: 'all', edits };
}

function moved(edges: readonly FlowEdge[], ports: readonly CallPort[], way: CallPort['way'], id: string): Edit[] {
  const end = way === 'in' ? 'to' : 'from';
  const names = ports.filter((port) => port.way === way).map(({ name }) => name);
  const used = new Set(edges.map((edge) => parseEnd(edge[end]).port));
  const free = names.filter((name) => !used.has(name));
  const stale = [...used].filter((port) => !names.includes(port));
  return edges.flatMap((edge): Edit[] => {
    const at = stale.indexOf(parseEnd(edge[end]).port);
    const port = free[at];
    if (at < 0 || port === undefined) return [];
    return [{ edit: 'removeEdge', edge }, { edit: 'addEdge', edge: { ...edge, [end]: `${id}.${port}` } }];
  });
}
