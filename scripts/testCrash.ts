// The matrices that take long: runs killed at seeded points and resumed, every fault against every operation, plans against what was applied,
// a large round trip. `npm run test:crash -- [points] [first]`, 500 points from the first unless told; `-- 1 318` repeats one.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './build/targets.ts';

const [points = '500', first = '1'] = process.argv.slice(2);
const script = path.join(root, 'node_modules', 'vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [script, 'run', 'test/crash', 'test/trust'], { cwd: root, stdio: 'inherit', env: { ...process.env, SLUICE_CRASH_POINTS: points, SLUICE_CRASH_FIRST: first, SLUICE_ALL_FAULTS: '1' } });
process.exitCode = status ?? 1;
