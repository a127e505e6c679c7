import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scanProgram } from '../flows/connectors/csv/simd/scanProgram.ts';
import { contacts } from './contacts.ts';
import { sameContacts } from './digests.ts';
import { peersOf } from './peers/peers.ts';
import { duckDb, here, sluiceRun, type Bench, type Contender, type Workload } from './workload.ts';
import { w1Flow } from './w1Flow.ts';
import { w1Query } from './w1Query.ts';

/** W1: read contacts, keep valid e-mails, three formulas, write 15 columns. */
export function w1(bench: Bench): Workload {
  const { file, bytes } = contacts(bench.rows);
  const out = (name: string): string => path.join(bench.folder, `w1-${name}.csv`);
  // As much memory as the program by hand wants for chunks of a mebibyte.
  const scanner = path.join(bench.folder, 'scan.wasm');
  writeFileSync(scanner, scanProgram(64));
  const contenders: Contender[] = [
    { name: 'by hand, bytes to bytes, found by vectors', rows: bench.rows, leaves: out('simd'), args: [here('floor.mjs'), file, out('simd'), scanner] },
    { name: 'by hand, bytes to bytes', rows: bench.rows, leaves: out('hand'), args: [here('floor.mjs'), file, out('hand')] },
    { name: 'Sluice', rows: bench.rows, leaves: out('sluice'), ...sluiceRun(bench, 'w1', w1Flow(file, out('sluice'))) },
    { name: 'Sluice, formulas that are no built-in function', rows: bench.rows, leaves: out('formulas'), ...sluiceRun(bench, 'w1formulas', w1Flow(file, out('formulas'), 'formulas')) },
    { name: 'DuckDB, two threads', rows: bench.rows, leaves: out('duckdb'), ...duckDb(bench, `COPY (${w1Query(file)}) TO '${out('duckdb')}' (FORMAT csv, HEADER)`) },
    ...atPeerRows(bench),
  ];
  return {
    title: `W1: ${bench.rows.toLocaleString('en')} contacts (${(bytes / 2 ** 20).toFixed(0)} MiB) → valid e-mails → three formulas → 15 columns`,
    contenders,
    check: () => [...Map.groupBy(contenders.filter(({ leaves }) => existsSync(leaves!)), ({ rows }) => rows).values()].filter(({ length }) => length > 1).map((alike) => sameContacts(bench.folder, alike.map(({ leaves }) => leaves!))).join('\n  '),
  };
}

/** The other tools, and Sluice with the rows that they get. */
function atPeerRows(bench: Bench): Contender[] {
  const peers = peersOf(bench, 'w1');
  return [...new Set(peers.map(({ rows }) => rows))].flatMap((rows) => {
    const out = path.join(bench.folder, `w1-${rows}.csv`);
    const ours = rows === bench.rows ? [] : [{ name: 'Sluice', rows, leaves: out, ...sluiceRun(bench, `w1-${rows}`, w1Flow(contacts(rows).file, out)) }];
    return [...ours, ...peers.filter((peer) => peer.rows === rows)];
  });
}
