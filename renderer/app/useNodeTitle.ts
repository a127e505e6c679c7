import { innerTitle } from '../calls/innerTitle.ts';
import { useFlow, useWorkbench } from './workbench.ts';

/** What the person calls a node: its own title, else its type's; of a node inside a called flow the call's before it. */
export function useNodeTitle(id: string): string {
  const { definitions } = useWorkbench();
  return useFlow((state) => {
    const node = state.document.nodes[id];
    return node ? (node.title ?? definitions[node.type]?.title ?? node.type) : innerTitle(state.document, state.called, definitions, id);
  });
}
