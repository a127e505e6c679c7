import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { AppError } from '../../flows/kit/errors.ts';
import { describeFields } from '../../flows/kit/fields.ts';
import type { FlowDocument, FlowNode, Position } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';
import { newNodeId } from '../../flows/model/newNodeId.ts';
import { readFlow } from '../../flows/model/readFlow.ts';
import { notify, notifyError } from '../app/notify.ts';
import { openFlow } from '../app/openFlow.ts';
import type { Workbench } from '../app/workbench.ts';
import { keepBeside } from '../flowFiles/keepBeside.ts';
import { words } from '../words/words.ts';
import { nodeHeight, nodeWidth } from './placeNodes.ts';

/** A flow is a small text; what is larger is data. */
const mostFlowBytes = 5 * 1024 * 1024;
/** Between nodes of files that were dropped together; they stay on the grid. */
const fileGap = 38;

/** The source type that reads files of an ending, and the settings that hold the file and its columns. */
export function readerOf(
  name: string,
  definitions: Readonly<Record<string, NodeDefinition>>,
): { definition: NodeDefinition; file: string; columns: string | undefined; lookup: string | undefined } | undefined {
  const ending = name.split('.').at(-1)!.toLowerCase();
  for (const definition of Object.values(definitions)) {
    if (definition.kind !== 'source') continue;
    const fields = describeFields(definition.settings);
    const file = fields.find((field) => field.control === 'file' && field.file?.access === 'read' && field.file.extensions.includes(ending));
    if (!file) continue;
    const columns = fields.find(({ control }) => control === 'columnTypes');
    return { definition, file: file.name, columns: columns?.name, lookup: columns?.lookup };
  }
  return undefined;
}

/**
 * Files that were dropped on the canvas: a flow alone is opened as a flow of its own; data is copied beside the open flow, and nodes that
 * read it, with its columns, stand below each other from where it was dropped, as one step. What cannot be read is told; the others come in.
 */
export async function dropFiles(workbench: Workbench, dropped: readonly File[], at: Position): Promise<void> {
  const { flow, selection } = workbench;
  const [file] = dropped;
  const text = dropped.length === 1 ? await flowText(file!) : undefined;
  if (text !== undefined) return openDropped(workbench, text, file!.name);
  const { path } = flow.getState();
  const sources: FlowNode[] = [];
  for (const one of dropped) {
    try {
      sources.push(await sourceOf(workbench, one));
    } catch (error) {
      notifyError(error);
    }
  }
  // Another flow was opened meanwhile: the files lie beside the other one.
  if (sources.length === 0 || flow.getState().path !== path) return;
  const edits = placeSources(flow.getState().document, sources, at);
  flow.getState().edit(edits.length === 1 ? edits[0]! : { edit: 'all', edits });
  selection.getState().selectNodes(edits.map(({ id }) => id));
}

/** The edits that put sources below each other, the middle of the first at a point. */
export function placeSources(document: FlowDocument, sources: readonly FlowNode[], at: Position): Extract<Edit, { edit: 'addNode' }>[] {
  const ids: string[] = [];
  for (const { type } of sources) ids.push(newNodeId(document, type, ids));
  const [x, y] = [Math.round(at.x - nodeWidth / 2), Math.round(at.y - nodeHeight / 2)];
  return sources.map((node, index) => ({ edit: 'addNode', id: ids[index]!, node, position: { x, y: y + index * (nodeHeight + fileGap) } }));
}

async function flowText(file: File): Promise<string | undefined> {
  if (!file.name.toLowerCase().endsWith('.json') || file.size > mostFlowBytes) return undefined;
  const text = await file.text();
  return isFlow(text) ? text : undefined;
}

/** Copies a file beside the flow. Gives the node that reads it; throws kind `settings`, code `fileUnknown`, where none does. */
async function sourceOf({ flow, definitions, link }: Workbench, dropped: File): Promise<FlowNode> {
  const reader = readerOf(dropped.name, definitions);
  if (!reader) throw new AppError('settings', 'fileUnknown', { message: words.drop.unknown(dropped.name), hint: words.drop.unknownHint(endings(definitions).join(', ')) });
  const { path } = flow.getState();
  notify(words.drop.copying(dropped.name));
  const file = await keepBeside(link.client(), path, dropped.name, dropped);
  const { definition } = reader;
  const settings: Record<string, unknown> = { [reader.file]: file };
  const choices = reader.lookup === undefined ? [] : await link.client().lookups.choices({ path, type: definition.type, lookup: reader.lookup, settings });
  if (reader.columns !== undefined && choices.length > 0) settings[reader.columns] = choices.map(({ value, type }) => ({ name: value, type: type ?? 'text' }));
  return { type: definition.type, version: definition.version, title: dropped.name, settings };
}

function endings(definitions: Readonly<Record<string, NodeDefinition>>): string[] {
  const readers = Object.values(definitions).filter(({ kind }) => kind === 'source');
  return [...new Set(readers.flatMap(({ settings }) => describeFields(settings).flatMap(({ file }) => (file?.access === 'read' ? file.extensions : []))))];
}

function isFlow(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'sluice' in value;
  } catch {
    return false;
  }
}

async function openDropped(workbench: Workbench, text: string, name: string): Promise<void> {
  const document = readFlow(text, workbench.definitions, name);
  await openFlow(workbench, async (host) => {
    const { path } = await host.flows.create({ name: document.name });
    await host.flows.save({ path, document });
    return host.flows.open({ path });
  });
}
