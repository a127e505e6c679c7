const farZoom = 0.4;

/** Whether the canvas is zoomed out so far that text on it cannot be read. A selector for React Flow's store. */
export function isFarAway(state: { readonly transform: readonly [number, number, number] }): boolean {
  return state.transform[2] < farZoom;
}
