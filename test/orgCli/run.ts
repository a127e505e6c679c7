// The Salesforce CLI, as it comes from npm, against the demo org: `npm run test:org-cli`. It is installed into a folder of its own,
// which is removed afterwards (some 300 MB); `-- --cli FOLDER` uses one that is there. No part of `npm test`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startOrg } from '../../demoOrg/startOrg.ts';
import { cliSteps } from './cliSteps.ts';
import { installCli } from './installCli.ts';
import { runSf } from './runSf.ts';

const { values } = parseArgs({ options: { cli: { type: 'string' } } });
const folder = mkdtempSync(path.join(tmpdir(), 'sluice-org-cli-'));
const org = await startOrg({ data: path.join(folder, 'org.sqlite') });
let failed = 0;
try {
  const program = installCli(values.cli ?? path.join(folder, 'cli'), values.cli !== undefined);
  const context = { org, folder, sf: runSf(program, folder) };
  for (const { name, run } of cliSteps) {
    const startedAt = performance.now();
    const problem = await run(context).then(() => undefined, (error: Error) => error.message);
    if (problem !== undefined) failed++;
    console.log(`${problem === undefined ? '✓' : '✗'} ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
    if (problem !== undefined) console.log(problem.replace(/^/gm, '    '));
  }
  console.log(`${cliSteps.length - failed} passed, ${failed} failed`);
} finally {
  await org.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
