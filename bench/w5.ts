import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowDocument, FlowNode } from '../flows/model/document.ts';
import { numberedRows } from './contacts.ts';
import { peersOf } from './peers/peers.ts';
import { here, sluiceRun, type Bench, type Contender, type Workload } from './workload.ts';

const hops = 200;

/** W5: 200 nodes in a line, each N = N + 1. What one hop costs is the time over that of a line without them. */
export function w5(bench: Bench): Workload {
  const rows = Math.min(bench.rows, 100_000);
  const { file } = numberedRows(rows);
  const out = (name: string): string => path.join(bench.folder, `w5-${name}.csv`);
  const line = (name: string, count: number, node: (index: number) => FlowNode): Contender => ({ name, rows, leaves: out(name), ...sluiceRun(bench, `w5-${name}`, lineFlow(file, out(name), count, node)) });
  const add = (): FlowNode => ({ type: 'computeColumns', version: 1, settings: { columns: [{ column: 'N', formula: 'N + 1' }] } });
  // Rows that pass a filter are the same rows: nothing is worked out, and only the hop remains.
  const pass = (index: number): FlowNode => (index % 2 === 0 ? add() : { type: 'filterRows', version: 1, settings: { condition: 'N > 0' } });
  const contenders: Contender[] = [
    { name: 'by hand, one loop', rows, leaves: out('hand'), args: [here('byHand/w5.mjs'), file, out('hand'), String(hops)] },
    line('Sluice, no node between', 0, add),
    line('Sluice, 200 nodes that add one', hops, add),
    line('Sluice, 100 that add one and 100 that filter', hops, pass),
    ...peersOf(bench, 'w5'),
  ];
  return {
    title: `W5: ${hops} nodes in a line, each N = N + 1, CSV in and out`,
    contenders,
    check: () => {
      const [hand, , ours] = contenders.slice(0, 3).map(({ leaves }) => readFileSync(leaves!, 'utf8'));
      if (hand !== ours) throw new Error('The line of 200 nodes did not write what the loop by hand wrote.');
      return 'The line of 200 nodes wrote the bytes of the loop by hand.';
    },
  };
}

function lineFlow(source: string, target: string, count: number, node: (index: number) => FlowNode): FlowDocument {
  const ids = ['read', ...Array.from({ length: count }, (_, index) => `n${index}`), 'out'];
  const nodes = Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, node(index)]));
  return {
    sluice: 1,
    name: 'W5',
    parameters: {},
    nodes: {
      read: { type: 'csvRead', version: 1, settings: { file: source, columns: [{ name: 'Id', type: 'text' }, { name: 'N', type: 'number' }] } },
      ...nodes,
      out: { type: 'csvWrite', version: 1, settings: { file: target } },
    },
    edges: ids.slice(1).map((id, index) => ({ from: `${ids[index]!}.out`, to: `${id}.in` })),
    layout: {},
  };
}
