import { Button } from '@mantine/core';
import { ArrowRightLeft } from 'lucide-react';
import { useMemo } from 'react';
import type { MappingEntry } from '../../flows/kit/fields.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { parseEnd } from '../../flows/model/document.ts';
import { newNodeId } from '../../flows/model/newNodeId.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { spliceEdits } from '../canvas/spliceNode.ts';
import { words } from '../words/words.ts';
import { findTarget } from './findTarget.ts';
import { MapToFields } from './MapToFields.tsx';

const mapper = 'mapColumns';

/**
 * For a node that takes columns as fields: opens the mapping that feeds it, or makes one. A new mapping is a node on the edge into it,
 * put there together with what it holds, as one step.
 */
export function WriterMapping({ node, schema }: { readonly node: string; readonly schema: Schema | undefined }) {
  const { flow, selection, definitions, canvas } = useWorkbench();
  const document = useFlow((state) => state.document);
  const target = useMemo(() => findTarget(document, node, definitions), [document, node, definitions]);
  const edge = document.edges.find(({ to }) => parseEnd(to).node === node);
  const feeder = edge && parseEnd(edge.from).node;
  const definition = definitions[mapper];
  if (!target || target.object === '' || !edge || feeder === undefined || !schema || !definition) return null;
  if (document.nodes[feeder]?.type === mapper) {
    return (
      <Button fullWidth variant="light" leftSection={<ArrowRightLeft size={14} />} onClick={() => selection.getState().selectNodes([feeder])}>
        {words.mapping.openFeeder}
      </Button>
    );
  }
  const insert = (columns: readonly MappingEntry[]): void => {
    if (columns.length === 0) return;
    const id = newNodeId(document, mapper);
    const made = { type: mapper, version: definition.version, settings: { columns: columns.map((entry) => ({ ...entry })), keepOthers: false } };
    const splice = spliceEdits(document, edge, { id, node: made, definition });
    if (!splice) return;
    flow.getState().edit({ edit: 'all', edits: [{ edit: 'addNode', id, node: made, position: splice.position }, ...splice.edits] });
    selection.getState().selectNodes([id]);
    // What follows the new step may have been moved out of sight.
    canvas.current?.reveal([feeder, id, node]);
  };
  return <MapToFields target={target} schema={schema} entries={[]} onDone={insert} />;
}
