import { useMemo } from 'react';
import { edgeId, parseEnd } from '../../flows/model/document.ts';
import { useSelection, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { SearchDialog } from '../ui/SearchDialog.tsx';
import { edgesToMoveTo, moveToEdge } from './outlineActions.ts';

/** Asks between which two nodes the picked one is to stand. */
export function MoveDialog({ onClose }: { readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const picked = useSelection((state) => [...state.nodes][0]);
  const edges = useMemo(() => (picked === undefined ? [] : edgesToMoveTo(workbench.flow.getState().document, picked)), [workbench, picked]);
  const title = (id: string): string => {
    const node = workbench.flow.getState().document.nodes[id];
    return node?.title ?? workbench.definitions[node?.type ?? '']?.title ?? id;
  };
  return (
    <SearchDialog
      label={words.outline.moveTo}
      items={edges.map((edge) => {
        const from = parseEnd(edge.from);
        const feeder = words.outline.feeder(title(from.node), from.port === 'rejected');
        return { id: edgeId(edge), title: words.outline.between(feeder, title(parseEnd(edge.to).node)) };
      })}
      nothing={() => words.outline.nowhere}
      onClose={onClose}
      onPick={(id) => {
        const edge = edges.find((one) => edgeId(one) === id);
        onClose();
        if (edge && picked !== undefined) moveToEdge(workbench, picked, edge);
      }}
    />
  );
}
