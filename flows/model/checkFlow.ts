import { closest, type Problem } from '../kit/errors.ts';
import { describeFields, type FieldDescription } from '../kit/fields.ts';
import { rejectedColumns, type NodeDefinition } from '../kit/defineNode.ts';
import type { Schema } from '../kit/schema.ts';
import { atNode, checkSettings } from './checkSettings.ts';
import { checkEdges, checkLooseEdges } from './checkEdges.ts';
import type { FlowDocument } from './document.ts';
import { flowCycles, flowOrder, indexEdges, upstreamSchemas } from './flowGraph.ts';
import { fitsParameter } from './parameters.ts';
import { show } from './sayIssue.ts';

export interface FlowCheck {
  /** Everything found, the flow's own first, then node by node in the order rows go. */
  readonly problems: Problem[];
  /** The columns that leave each out port, by "node.port"; undefined where they are not known before the run. */
  readonly schemas: ReadonlyMap<string, Schema | undefined>;
}

/**
 * Checks a whole flow without touching files, orgs or credentials. Finds all problems at once; a flow with one of severity `error`
 * does not run. `{{parameters}}` stand for their defaults; what has no value yet is not complained about.
 */
export function checkFlow(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): FlowCheck {
  const problems: Problem[] = [...checkParameters(document), ...checkLooseEdges(document), ...checkCycles(document)];
  const schemas = new Map<string, Schema | undefined>();
  const fields = new Map<NodeDefinition, readonly FieldDescription[]>();
  if (Object.keys(document.nodes).length === 0) {
    problems.push({ code: 'flowEmpty', severity: 'error', message: 'The flow has no nodes.', hint: 'Add a source, something that reads rows.', where: {} });
  }
  const edges = indexEdges(document);
  for (const id of flowOrder(document)) {
    const node = document.nodes[id]!;
    const definition = Object.hasOwn(definitions, node.type) ? definitions[node.type] : undefined;
    if (!definition) {
      problems.push(unknownType(id, node.type, Object.keys(definitions)));
      continue;
    }
    if (!fields.has(definition)) fields.set(definition, describeFields(definition.settings));
    const checked = checkSettings(document, node, definition, fields.get(definition)!);
    const ports = definition.ports(checked.settings);
    const upstream = upstreamSchemas({ edges: edges.into(id) }, id, ports.in.map(({ name }) => name), schemas);
    const own = (definition.check?.(checked.settings, upstream) ?? []).filter(({ path }) => !checked.unsure.has(String(path[0])));
    problems.push(...atNode(id, [...checked.problems, ...own]), ...checkEdges(document, edges, id, node.title ?? definition.title, ports));
    const columns = definition.columns ? definition.columns(checked.settings, upstream) : upstream[0];
    const taken = definition.kind === 'source' ? columns : upstream[0];
    for (const { name } of ports.out) schemas.set(`${id}.${name}`, name === 'rejected' ? taken && rejectedSchema(taken) : columns);
  }
  return { problems, schemas };
}

/** What a rejected row looks like: as it came in, and its error; an error it brought along from an earlier node is replaced. */
export function rejectedSchema(schema: Schema): Schema {
  return [...schema.filter(({ name }) => !rejectedColumns.some((column) => column.name === name)), ...rejectedColumns];
}

function checkParameters(document: FlowDocument): Problem[] {
  return Object.entries(document.parameters).flatMap(([name, parameter]): Problem[] => {
    if (parameter.default === undefined || fitsParameter(parameter, parameter.default)) return [];
    const wants = { text: 'a text', number: 'a number', boolean: 'true or false' }[parameter.type];
    const message = `The default of the parameter "${name}" must be ${wants}; it is ${show(parameter.default)}.`;
    return [{ code: 'parameterDefault', severity: 'error', message, where: {} }];
  });
}

function checkCycles(document: FlowDocument): Problem[] {
  return flowCycles(document).map((cycle) => ({
    code: 'flowCycle',
    severity: 'error',
    message: `Rows would go round for ever: ${[...cycle, cycle[0]].join(' → ')}.`,
    hint: 'Remove one of these edges.',
    where: { node: cycle[0]! },
  }));
}

function unknownType(node: string, type: string, types: readonly string[]): Problem {
  const near = closest(type, types);
  const message = `There is no node type "${type}".`;
  const hint = near ? `Did you mean "${near}"?` : `Node types: ${[...types].sort().join(', ')}.`;
  return { code: 'nodeTypeUnknown', severity: 'error', message, hint, where: { node } };
}
