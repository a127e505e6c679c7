import { afterAll, beforeAll, expect, test } from 'vitest';
import { apis, CrashMatrix, operations } from './crashMatrix.ts';

/** In full by `npm run test:crash`; else a few points, others with every day. */
const points = Number(process.env['SLUICE_CRASH_POINTS'] ?? 0);
const cases = operations.flatMap((operation) => apis.map((api) => ({ operation, api })));

let matrix: CrashMatrix;
beforeAll(async () => {
  matrix = await CrashMatrix.open();
});
afterAll(() => matrix.close());

const today = Math.floor(Date.now() / 86_400_000);
const sample = points === 0 ? [0, 1, 2].map((at) => ({ ...cases[(today * 3 + at) % cases.length]!, seed: today * 3 + at })) : Array.from({ length: points }, (_, at) => ({ ...cases[at % cases.length]!, seed: at + 1 }));

test.each(sample)('a run of $operation by $api killed at point $seed and resumed: nothing lost, nothing doubled, nothing unsaid', async (point) => {
  expect(await matrix.faultsAt(point)).toEqual([]);
}, 60_000);
