import type { FlowDocument } from './document.ts';

/** A free id for a new node, readable in the file: `csvRead`, then `csvRead2`, `csvRead3`. `taken` are ids about to be used as well. */
export function newNodeId(document: FlowDocument, type: string, taken: readonly string[] = []): string {
  const isFree = (id: string): boolean => !Object.hasOwn(document.nodes, id) && !taken.includes(id);
  if (isFree(type)) return type;
  let number = 2;
  while (!isFree(`${type}${number}`)) number++;
  return `${type}${number}`;
}
