// `npm run test:electron`: the specs of test/app on the real Electron binary, where it is installed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildTargets } from './build.ts';
import { root } from './build/targets.ts';
import { installedElectron } from './electron/electronBinary.ts';

if (installedElectron() === undefined) {
  console.error("Electron's binary is not installed here, so nothing was tested on it. `npm start -- --electron` tries to fetch it.");
  process.exit(4);
}
await buildTargets();
const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--project', 'Electron'], { cwd: root, stdio: 'inherit', env: { ...process.env, SLUICE_TEST_ELECTRON: '1' } });
process.exitCode = status ?? 1;
