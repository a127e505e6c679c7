/** The id of the edge drawn at a point of the screen, also beneath a card; undefined when there is none. */
export function edgeAt({ x, y }: { readonly x: number; readonly y: number }): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest<SVGElement>('.react-flow__edge')?.dataset['id'];
    if (id !== undefined) return id;
  }
  return undefined;
}
