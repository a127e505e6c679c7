import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { connectionsOf } from '../../flows/model/connectionsOf.ts';
import type { FlowDocument } from '../../flows/model/document.ts';

/** The connections that sinks of a flow write to, by name. Calls are to be inlined before (`inlineCalls`). */
export function writtenConnections(whole: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): readonly string[] {
  const sinks = Object.fromEntries(Object.entries(whole.nodes).filter(([, { type }]) => definitions[type]?.kind === 'sink'));
  return connectionsOf({ ...whole, nodes: sinks }, definitions);
}
