import { createHash } from 'node:crypto';
import type { NodeDefinition } from '../kit/defineNode.ts';
import type { FlowDocument } from '../model/document.ts';
import { writeFlow } from '../model/writeFlow.ts';

/**
 * What a flow does, as one text of 64 hex digits: SHA-256 of its canonical file without what only the canvas shows (places, groups, notes)
 * and without its limits, which say how far it may go, not what it does.
 */
export function flowHash(document: FlowDocument, definitions: Readonly<Record<string, NodeDefinition>>): string {
  const { groups: _groups, notes: _notes, limits: _limits, ...rest } = document;
  return createHash('sha256').update(writeFlow({ ...rest, layout: {} }, definitions)).digest('hex');
}
