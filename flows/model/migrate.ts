import { AppError, closest } from '../kit/errors.ts';
import type { NodeDefinition } from '../kit/defineNode.ts';
import { formatVersion, type FlowNode } from './document.ts';

/** `formatMigrations[n]` turns a document of format n into one of format n + 1. */
const formatMigrations: Readonly<Record<number, (older: Record<string, unknown>) => Record<string, unknown>>> = {};

/**
 * A parsed file in today's format. `migrations` is the table of steps.
 * Throws kind `settings`: `notAFlow` when there is no format number, `formatNewer` when a newer Sluice wrote it.
 */
export function migrateFormat(value: unknown, migrations = formatMigrations, current: number = formatVersion): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('sluice' in value)) {
    throw new AppError('settings', 'notAFlow', { message: 'This is no Sluice flow: it does not say "sluice": 1.', hint: 'A flow file is an object that begins with its format number.' });
  }
  let document = value as Record<string, unknown>;
  const version = document['sluice'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new AppError('settings', 'notAFlow', { message: `The format number "sluice" must be a whole number from 1; it is ${JSON.stringify(version)}.` });
  }
  if (version > current) {
    throw new AppError('settings', 'formatNewer', {
      message: `This file was made by a newer Sluice (format ${version}); this one reads up to ${current}.`,
      hint: 'Update Sluice, or save the flow again with the older one.',
      data: { version },
    });
  }
  for (let from = version; from < current; from++) document = { ...migrations[from]!(document), sluice: from + 1 };
  return document;
}

/**
 * A node with its settings in its type's present version. Throws kind `settings`: `nodeTypeUnknown`, `nodeNewer` when the settings
 * were written by a newer Sluice, `nodeTooOld` when no step leads on from their version.
 */
export function migrateNode(id: string, node: FlowNode, definitions: Readonly<Record<string, NodeDefinition>>): FlowNode {
  const types = Object.keys(definitions);
  const definition = Object.hasOwn(definitions, node.type) ? definitions[node.type] : undefined;
  if (!definition) {
    const near = closest(node.type, types);
    const hint = near ? `Did you mean "${near}"?` : `Node types: ${types.sort().join(', ')}.`;
    throw new AppError('settings', 'nodeTypeUnknown', { message: `The node "${id}" is of type "${node.type}"; there is no such type.`, hint, where: { node: id } });
  }
  if (node.version === definition.version) return node;
  if (node.version > definition.version) {
    const message = `The node "${id}" was made by a newer Sluice (version ${node.version} of "${node.type}"); this one knows up to ${definition.version}.`;
    throw new AppError('settings', 'nodeNewer', { message, hint: 'Update Sluice.', where: { node: id } });
  }
  let settings: unknown = node.settings;
  for (let from = node.version; from < definition.version; from++) {
    const step = definition.migrate?.[from];
    if (!step) {
      throw new AppError('settings', 'nodeTooOld', { message: `The node "${id}" has settings of version ${from} of "${node.type}", from which no way leads on.`, where: { node: id } });
    }
    settings = step(settings);
  }
  return { ...node, version: definition.version, settings: settings as FlowNode['settings'] };
}
