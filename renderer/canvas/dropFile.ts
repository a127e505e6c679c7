import type { NodeDefinition } from '../../flows/kit/defineNode.ts';
import { AppError } from '../../flows/kit/errors.ts';
import { describeFields } from '../../flows/kit/fields.ts';
import type { Position } from '../../flows/model/document.ts';
import { newNodeId } from '../../flows/model/newNodeId.ts';
import { readFlow } from '../../flows/model/readFlow.ts';
import { notify } from '../app/notify.ts';
import { openFlow } from '../app/openFlow.ts';
import type { Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { nodeHeight, nodeWidth } from './placeNodes.ts';

const pieceBytes = 512 * 1024;
/** A flow is a small text; what is larger is data. */
const mostFlowBytes = 5 * 1024 * 1024;

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
 * A file that was dropped on the canvas: a flow is opened as a flow of its own; data is copied beside the open flow, and a node that
 * reads it, with its columns, stands where it was dropped.
 */
export async function dropFile(workbench: Workbench, dropped: File, at: Position): Promise<void> {
  if (dropped.name.toLowerCase().endsWith('.json') && dropped.size <= mostFlowBytes) {
    const text = await dropped.text();
    if (isFlow(text)) return openDropped(workbench, text, dropped.name);
  }
  const { flow, selection, definitions, link } = workbench;
  const reader = readerOf(dropped.name, definitions);
  if (!reader) throw new AppError('settings', 'fileUnknown', { message: words.drop.unknown(dropped.name), hint: words.drop.unknownHint(endings(definitions).join(', ')) });
  const { path } = flow.getState();
  notify(words.drop.copying(dropped.name));
  const file = await upload(workbench, path, dropped);
  const { definition } = reader;
  const settings: Record<string, unknown> = { [reader.file]: file };
  const choices = reader.lookup === undefined ? [] : await link.client().lookups.choices({ path, type: definition.type, lookup: reader.lookup, settings });
  if (reader.columns !== undefined && choices.length > 0) settings[reader.columns] = choices.map(({ value, type }) => ({ name: value, type: type ?? 'text' }));
  // Another flow was opened meanwhile: the file lies beside the other one.
  if (flow.getState().path !== path) return;
  const id = newNodeId(flow.getState().document, definition.type);
  const position = { x: Math.round(at.x - nodeWidth / 2), y: Math.round(at.y - nodeHeight / 2) };
  flow.getState().edit({ edit: 'addNode', id, node: { type: definition.type, version: definition.version, title: dropped.name, settings }, position });
  selection.getState().selectNodes([id]);
}

function endings(definitions: Readonly<Record<string, NodeDefinition>>): string[] {
  const readers = Object.values(definitions).filter(({ kind }) => kind === 'source');
  return [...new Set(readers.flatMap(({ settings }) => describeFields(settings).flatMap(({ file }) => (file?.access === 'read' ? file.extensions : []))))];
}

async function upload({ link }: Workbench, path: string, dropped: File): Promise<string> {
  let file: string | undefined;
  for (let offset = 0; offset === 0 || offset < dropped.size; offset += pieceBytes) {
    const bytes = new Uint8Array(await dropped.slice(offset, offset + pieceBytes).arrayBuffer());
    const isLast = offset + pieceBytes >= dropped.size;
    ({ file } = await link.client().flows.addFile({ path, name: dropped.name, file, offset, data: base64(bytes), isLast }));
  }
  return file!;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  // In parts: a call takes so many arguments and no more.
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
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
