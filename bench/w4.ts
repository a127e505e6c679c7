import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FlowDocument } from '../flows/model/document.ts';
import { people } from './contacts.ts';
import { peersOf } from './peers/peers.ts';
import { here, sluiceRun, type Bench, type Contender, type Workload } from './workload.ts';

/**
 * W4: 100,000 records, 200 a call, to a server that does nothing but answer. Sluice is measured with all it does about a write: what it
 * intends and what came of it goes to the ledger, sealed, so that the load can be proved and taken back. The program by hand keeps nothing.
 */
export async function w4(bench: Bench, delayMs: number): Promise<Workload> {
  const rows = Math.min(bench.rows, 100_000);
  const { file } = people(rows);
  const stub = spawn(process.execPath, [here('stub.mjs'), String(delayMs)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = `http://127.0.0.1:${await portOf(stub)}`;
  const connections = delayMs === 0 ? 4 : 20;
  const ours = sluiceRun(bench, `w4-${delayMs}`, w4Flow(file, connections), '--connection', `stub=${url}`);
  // The ledger is sealed under a key that stays, as where there is a vault; without one, what a resume needs is kept in the open as well.
  const secrets = { SLUICE_STUB_ACCESS_TOKEN: 'bench', SLUICE_STUB_ENVIRONMENT: 'sandbox', SLUICE_SEAL_KEY: Buffer.alloc(32, 1).toString('base64') };
  const contenders: Contender[] = [
    { name: `by hand, undici, ${connections} connections`, rows, args: [here('byHand/w4.mjs'), file, url, String(connections)] },
    { name: 'Sluice, ledger and all', rows, ...ours, environment: { ...ours.environment, ...secrets } },
    ...peersOf(bench, 'w4', url),
  ];
  return { title: `W4: ${rows.toLocaleString('en')} records in calls of 200, answered after ${delayMs} ms`, contenders, close: () => void stub.kill() };
}

async function portOf(stub: ChildProcess): Promise<string> {
  const [said] = (await once(stub.stdout!, 'data')) as [Buffer];
  return String(said).trim();
}

function w4Flow(file: string, parallel: number): FlowDocument {
  return {
    sluice: 1,
    name: 'W4',
    parameters: {},
    nodes: {
      read: { type: 'csvRead', version: 1, settings: { file } },
      write: { type: 'salesforceWrite', version: 1, settings: { connection: 'stub', object: 'Contact', operation: 'insert', api: 'rest', parallel } },
    },
    edges: [{ from: 'read.out', to: 'write.in' }],
    layout: {},
  };
}
