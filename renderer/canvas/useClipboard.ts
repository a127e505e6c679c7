import { useEffect } from 'react';
import { edgeId } from '../../flows/model/document.ts';
import { notify } from '../app/notify.ts';
import { useWorkbench, type Workbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { removeEdits } from '../annotations/annotate.ts';
import { nodesAsText, pasteEdit } from './nodesAsText.ts';

/** Text fields, and places that copy by themselves, keep their clipboard. */
function ownsClipboard(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable], [role="grid"], [role="dialog"]') !== null;
}

/**
 * Copies, cuts and pastes nodes by the clipboard's own events: they need no permission, which the desktop shell gives to nobody.
 */
export function useClipboard(): void {
  const workbench = useWorkbench();
  useEffect(() => {
    const take = (event: ClipboardEvent): void => {
      const { nodes } = workbench.selection.getState();
      if (ownsClipboard(event.target) || nodes.size === 0 || window.getSelection()?.isCollapsed === false) return;
      workbench.clipboard.text = nodesAsText(workbench.flow.getState().document, nodes);
      event.clipboardData?.setData('text/plain', workbench.clipboard.text);
      event.preventDefault();
      if (event.type === 'cut') removeSelected(workbench);
      else notify(words.notices.copied(nodes.size));
    };
    const give = (event: ClipboardEvent): void => {
      if (ownsClipboard(event.target)) return;
      event.preventDefault();
      pasteNodes(workbench, event.clipboardData?.getData('text/plain') ?? '');
    };
    // Words picked elsewhere stay picked when the canvas is clicked, and would be copied in the place of its nodes.
    const forget = (event: PointerEvent): void => {
      if (event.target instanceof Element && event.target.closest('.react-flow') && !ownsClipboard(event.target)) window.getSelection()?.removeAllRanges();
    };
    document.addEventListener('pointerdown', forget);
    document.addEventListener('copy', take);
    document.addEventListener('cut', take);
    document.addEventListener('paste', give);
    return () => {
      document.removeEventListener('pointerdown', forget);
      document.removeEventListener('copy', take);
      document.removeEventListener('cut', take);
      document.removeEventListener('paste', give);
    };
  }, [workbench]);
}

/** Adds the nodes of a clipping at the pointer and selects them. */
export function pasteNodes({ flow, selection, canvas }: Workbench, text: string): void {
  const pasted = pasteEdit(flow.getState().document, text, canvas.current?.pointer());
  if (!pasted) {
    notify(words.notices.notAFlow);
    return;
  }
  flow.getState().edit(pasted.edit);
  selection.getState().selectNodes(pasted.ids);
}

export function duplicateSelected({ flow, selection }: Workbench): void {
  const { document } = flow.getState();
  const pasted = pasteEdit(document, nodesAsText(document, selection.getState().nodes), undefined);
  if (!pasted) return;
  flow.getState().edit(pasted.edit);
  selection.getState().selectNodes(pasted.ids);
}

/** Removes the selected nodes with their edges, or the selected edge, as one step. */
export function removeSelected({ flow, selection }: Workbench): void {
  const { document } = flow.getState();
  const { nodes, edge } = selection.getState();
  const gone = document.edges.find((one) => edgeId(one) === edge);
  if (nodes.size > 0) flow.getState().edit({ edit: 'all', edits: removeEdits(nodes) });
  else if (gone) flow.getState().edit({ edit: 'removeEdge', edge: gone });
  selection.getState().clear();
}
