import { resolve } from 'node:path';
import type { NodeDefinition } from '../kit/defineNode.ts';
import type { NodeRuntime } from '../kit/defineRun.ts';
import { asAppError } from '../kit/errors.ts';
import { checkFlow } from '../model/checkFlow.ts';
import type { FlowDocument } from '../model/document.ts';
import type { NodeUse } from '../model/fieldDrift.ts';
import { flowOrder, upstreamSchemas } from '../model/flowGraph.ts';
import type { ResolveConnection } from './runRequest.ts';
import { SharedThings } from './sharedThings.ts';

export interface FindUses {
  readonly definitions: Readonly<Record<string, NodeDefinition>>;
  readonly loadRuntime: (type: string) => Promise<NodeRuntime>;
  readonly resolveConnection: ResolveConnection;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Asks the orgs of a flow, whose parameters are filled in, what they say now of the fields that it uses; node by node in the order rows go.
 * Reads describes, writes nothing. Rejects as the nodes do, with the node's id.
 */
export async function findUses(document: FlowDocument, { definitions, loadRuntime, resolveConnection, folder, signal }: FindUses): Promise<NodeUse[]> {
  const { schemas } = checkFlow(document, definitions);
  const shared = new SharedThings();
  const uses: NodeUse[] = [];
  try {
    for (const node of flowOrder(document)) {
      const { type, settings } = document.nodes[node]!;
      const definition = definitions[type];
      const parsed = definition?.settings.safeParse(settings);
      if (!definition || !parsed?.success) continue;
      const { usedObjects } = (await loadRuntime(type)) as NodeRuntime<unknown>;
      if (!usedObjects) continue;
      const upstream = upstreamSchemas(document, node, definition.ports(parsed.data).in.map(({ name }) => name), schemas);
      const columns = upstream[0]?.map(({ name }) => name);
      const context = { settings: parsed.data, signal, path: (file: string) => resolve(folder, file), connection: resolveConnection, shared: shared.get.bind(shared) };
      const found = await usedObjects(context, upstream).catch((error: unknown) => {
        throw asAppError(error).at({ node });
      });
      uses.push(...found.map((use) => ({ ...use, node, ...(columns === undefined ? {} : { columns }) })));
    }
  } finally {
    await shared.close(() => {});
  }
  return uses;
}
