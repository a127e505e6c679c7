import { useMemo } from 'react';
import type { Schema } from '../../flows/kit/schema.ts';
import { parseEnd } from '../../flows/model/document.ts';
import { orNotify } from '../app/notify.ts';
import { useSelection, useWorkbench, type Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { addNode } from '../canvas/addNode.ts';
import { usualConnection } from '../connections/usualConnection.ts';
import { SearchDialog } from '../ui/SearchDialog.tsx';
import { paletteItems } from './paletteItems.tsx';
import { suggestWrites, type WriteSuggestion } from './suggestWrites.tsx';
import { usualKey } from './usualKey.ts';

/** Adds a node by name where the pointer was. After an edge was dropped on empty canvas, only what can take its rows, and first the writes that fit its columns. */
export function QuickAdd({ onClose }: { readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const where = useSelection((state) => state.quickAdd);
  const items = useMemo(() => {
    const all = paletteItems(workbench.definitions);
    if (where.onEdge !== undefined) return all.filter(({ definition }) => definition.kind === 'transform');
    return where.from === undefined ? all : all.filter(({ definition }) => definition.kind !== 'source');
  }, [workbench.definitions, where]);
  const suggested = useMemo(() => {
    if (where.from === undefined || where.onEdge !== undefined || parseEnd(where.from).port === 'rejected') return [];
    return suggestWrites(columnsFrom(workbench, where.from), usualConnection(workbench));
  }, [workbench, where]);
  // Its key is asked of the org first, so that the node comes whole and goes with one undo.
  const addWrite = async ({ type, settings }: WriteSuggestion): Promise<void> => {
    const key = await usualKey(workbench, type, settings, columnsFrom(workbench, where.from) ?? []);
    addNode(workbench, type, where, key === undefined ? settings : { ...settings, key });
  };
  return (
    <SearchDialog
      label={words.canvas.quickAdd}
      items={[...suggested, ...items]}
      nothing={words.palette.nothing}
      onClose={onClose}
      onPick={(id) => {
        onClose();
        const suggestion = suggested.find((one) => one.id === id);
        if (suggestion) orNotify(addWrite(suggestion));
        else addNode(workbench, id, where);
      }}
    />
  );
}

/** The columns that leave a port, as far as they are known before a run. */
function columnsFrom({ flow }: Workbench, port: string | undefined): Schema | undefined {
  return port === undefined ? undefined : flow.getState().findings.schemas.get(port);
}
