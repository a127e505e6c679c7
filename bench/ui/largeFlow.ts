const perRow = 25;

/** A flow of so many nodes: one source, and filters in one chain, laid out in rows. */
export function largeFlow(nodes: number, rows: number): object {
  const ids = Array.from({ length: nodes }, (_, index) => (index === 0 ? 'rows' : `keep${index}`));
  return {
    sluice: 1,
    name: `${nodes} nodes`,
    nodes: Object.fromEntries(
      ids.map((id, index) => [
        id,
        index === 0 ? { type: 'generateRows', version: 1, settings: { rows } } : { type: 'filterRows', version: 1, title: `Filter ${index}`, settings: { condition: '1 = 1' } },
      ]),
    ),
    edges: ids.slice(1).map((id, index) => ({ from: `${ids[index]!}.out`, to: `${id}.in` })),
    layout: Object.fromEntries(ids.map((id, index) => [id, { x: (index % perRow) * 320, y: Math.floor(index / perRow) * 152 }])),
  };
}
