import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { callType, fileOf } from '../../flows/model/callInterface.ts';
import { folderOf, joinPath } from '../../flows/model/callPath.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { innerMark, type CalledFlows } from '../../flows/model/inlineCalls.ts';

/** What the person calls a node of a run, with the calls it lies in: `Clean contacts › Filter rows`. Its id where it is not known. */
export function innerTitle(document: FlowDocument, called: CalledFlows, definitions: Readonly<Record<string, NodeDefinition>>, id: string): string {
  const titles: string[] = [];
  let [flow, folder]: [FlowDocument | undefined, string] = [document, ''];
  for (const part of id.split(innerMark)) {
    const node = flow && Object.hasOwn(flow.nodes, part) ? flow.nodes[part] : undefined;
    if (!node) return id;
    const file = joinPath(folder, fileOf(node));
    const next: CalledFlows[string] | undefined = called[file];
    flow = next && 'document' in next ? next.document : undefined;
    folder = folderOf(file);
    titles.push(node.title ?? (node.type === callType ? flow?.name : undefined) ?? definitions[node.type]?.title ?? node.type);
  }
  return titles.join(' › ');
}
