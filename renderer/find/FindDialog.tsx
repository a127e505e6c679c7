import { Layers, StickyNote } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { groupOfView } from '../annotations/groups.ts';
import { useWorkbench } from '../app/workbench.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { SearchDialog } from '../ui/SearchDialog.tsx';
import { words } from '../words/words.ts';
import { findItems, type FindItem } from './findItems.ts';

/** Finds a place in the flow by any word of it: names, settings, columns, notes. What is picked is shown on the canvas and in its form. */
export function FindDialog({ onClose }: { readonly onClose: () => void }) {
  const { flow, selection, definitions, canvas } = useWorkbench();
  const items = useMemo(() => {
    const { document, findings } = flow.getState();
    return findItems(document, definitions, findings.schemas);
  }, [flow, definitions]);
  const icon = ({ type, node }: FindItem): ReactNode => {
    if (type !== undefined) return <NodeIcon type={type} kind={definitions[type]?.kind ?? 'transform'} size="small" />;
    return groupOfView(node) === undefined ? <StickyNote size={20} aria-hidden="true" /> : <Layers size={20} aria-hidden="true" />;
  };
  return (
    <SearchDialog
      label={words.find.search}
      items={items.map((item) => ({ ...item, icon: icon(item) }))}
      nothing={words.find.nothing}
      onClose={onClose}
      onPick={(id) => {
        const item = items.find((one) => one.id === id)!;
        onClose();
        if (item.type === undefined) selection.getState().selectNodes([item.node]);
        else selection.getState().goToField({ node: item.node, setting: item.setting });
        canvas.current?.focusNode(item.node);
      }}
    />
  );
}
