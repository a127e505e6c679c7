import type { NodeDefinition, Port } from '../../flows/kit/defineNode.ts';
import type { FlowNode } from '../../flows/model/document.ts';

export interface NodeShape {
  readonly title: string;
  readonly caption: string;
  readonly ins: readonly Port[];
  readonly outs: readonly Port[];
}

const portNamed = (name: string): Port => ({ name, title: name });

/** What a node looks like from outside: its title, its line of words and its ports. Settings that do not fit count as the defaults. */
export function describeNode(node: FlowNode, definition: NodeDefinition | undefined): NodeShape {
  if (!definition) return { title: node.title ?? node.type, caption: '', ins: [portNamed('in')], outs: [portNamed('out')] };
  const parsed = definition.settings.safeParse(node.settings);
  const settings = parsed.success ? parsed.data : definition.settings.parse({});
  const ports = definition.ports(settings);
  return { title: node.title ?? definition.title, caption: parsed.success ? (definition.caption?.(settings) ?? '') : '', ins: ports.in, outs: ports.out };
}
