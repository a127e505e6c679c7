// How fast the demo org is, and how much memory it takes: npm run bench:org -- [--rows N]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { demoOrgSpeed } from './demoOrgSpeed.ts';
import { printOrgTable } from './demoOrgTable.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(values.rows);
const cpus = os.cpus();
console.log(`${cpus[0]?.model.trim() ?? 'unknown CPU'} × ${cpus.length}, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(2)}; ${rows.toLocaleString('en')} leads\n`);
printOrgTable(await demoOrgSpeed(rows));
