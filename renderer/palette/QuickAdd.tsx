import { useMemo } from 'react';
import { useSelection, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { addNode } from '../canvas/addNode.ts';
import { SearchDialog } from '../ui/SearchDialog.tsx';
import { paletteItems } from './paletteItems.tsx';

/** Adds a node by name where the pointer was. After an edge was dropped on empty canvas, only what can take its rows. */
export function QuickAdd({ onClose }: { readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const where = useSelection((state) => state.quickAdd);
  const items = useMemo(() => {
    const all = paletteItems(workbench.definitions);
    if (where.onEdge !== undefined) return all.filter(({ definition }) => definition.kind === 'transform');
    return where.from === undefined ? all : all.filter(({ definition }) => definition.kind !== 'source');
  }, [workbench.definitions, where]);
  return (
    <SearchDialog
      label={words.canvas.quickAdd}
      items={items}
      nothing={words.palette.nothing}
      onClose={onClose}
      onPick={(type) => {
        onClose();
        addNode(workbench, type, where);
      }}
    />
  );
}
