import { closest, type Problem, type Where } from '../kit/errors.ts';
import { rejectedPort, writtenPort, type NodeDefinition, type Port } from '../kit/defineNode.ts';
import type { EdgeIndex } from './flowGraph.ts';
import { edgeId, parseEnd, type FlowDocument } from './document.ts';

type Ports = ReturnType<NodeDefinition['ports']>;

/**
 * What is wrong with the edges at a node: ports it does not have, ends that are not there, two edges into one port, a port nobody feeds,
 * rows nobody takes. `title` is what the person calls the node.
 */
export function checkEdges(document: FlowDocument, edges: EdgeIndex, node: string, title: string, ports: Ports): Problem[] {
  const problems: Problem[] = [];
  const into = edges.into(node);
  const outOf = edges.outOf(node);
  for (const edge of into) {
    const { port } = parseEnd(edge.to);
    if (!hasPort(ports.in, port)) problems.push(unknownPort(node, title, port, ports.in, 'in'));
    if (!Object.hasOwn(document.nodes, parseEnd(edge.from).node)) problems.push(missingEnd({ node, port }, edgeId(edge), parseEnd(edge.from).node));
  }
  for (const edge of outOf) {
    const { port } = parseEnd(edge.from);
    if (!hasPort(ports.out, port)) problems.push(unknownPort(node, title, port, ports.out, 'out'));
    if (!Object.hasOwn(document.nodes, parseEnd(edge.to).node)) problems.push(missingEnd({ node, port }, edgeId(edge), parseEnd(edge.to).node));
  }
  for (const { name, title: portTitle } of ports.in) {
    const count = into.filter((edge) => parseEnd(edge.to).port === name).length;
    const where = { node, port: name };
    if (count === 0) {
      problems.push({ code: 'portUnfed', severity: 'error', message: `No rows come into "${title}".`, hint: `Connect an edge to its port "${portTitle}".`, where });
    } else if (count > 1) {
      const message = `${count} edges end at "${portTitle}" of "${title}"; one can.`;
      problems.push({ code: 'portFedTwice', severity: 'error', message, hint: 'Take the others away.', where });
    }
  }
  for (const { name, title: portTitle } of ports.out) {
    // What was written is where it should be, whether somebody looks at it or not.
    if (name === rejectedPort.name || name === writtenPort.name || outOf.some((edge) => parseEnd(edge.from).port === name)) continue;
    const message = `Nobody takes "${portTitle}" of "${title}".`;
    problems.push({ code: 'portUnused', severity: 'warning', message, hint: 'Connect it to the next node; without that the rows end here.', where: { node, port: name } });
  }
  return problems;
}

/** Edges of which neither end is in the flow: no node could tell of them. */
export function checkLooseEdges(document: FlowDocument): Problem[] {
  const isGone = (end: string): boolean => !Object.hasOwn(document.nodes, parseEnd(end).node);
  return document.edges
    .filter((edge) => isGone(edge.from) && isGone(edge.to))
    .map((edge) => missingEnd({}, edgeId(edge), parseEnd(edge.from).node));
}

function hasPort(ports: readonly Port[], name: string): boolean {
  return ports.some((port) => port.name === name);
}

function missingEnd(where: Where, edge: string, node: string): Problem {
  return { code: 'edgeEndMissing', severity: 'error', message: `The edge ${edge} speaks of a node "${node}" that is not there.`, hint: 'Remove the edge or add the node.', where };
}

function unknownPort(node: string, title: string, port: string, ports: readonly Port[], way: 'in' | 'out'): Problem {
  const names = ports.map(({ name }) => name);
  const near = closest(port, names);
  const list = names.length > 0 ? `Its ports for rows ${way}: ${names.join(', ')}.` : `It has no ports for rows ${way}.`;
  const message = `"${title}" has no port "${port}". ${list}`;
  return { code: 'portUnknown', severity: 'error', message, where: { node, port }, ...(near ? { hint: `Did you mean "${near}"?` } : {}) };
}
