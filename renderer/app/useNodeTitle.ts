import { useFlow, useWorkbench } from './workbench.ts';

/** What the person calls a node: its own title, else its type's. */
export function useNodeTitle(id: string): string {
  const { definitions } = useWorkbench();
  const node = useFlow((state) => state.document.nodes[id]);
  return node ? (node.title ?? definitions[node.type]?.title ?? node.type) : id;
}
