import { afterAll, beforeAll, expect, test } from 'vitest';
import { apis, CrashMatrix, operations } from './crashMatrix.ts';

/** In full by `npm run test:crash`; else a few points, others with every day. A seed alone says what happens at its point. */
const points = Number(process.env['SLUICE_CRASH_POINTS'] ?? 3);
const today = Math.floor(Date.now() / 86_400_000);
const first = Number(process.env['SLUICE_CRASH_FIRST'] ?? (process.env['SLUICE_CRASH_POINTS'] === undefined ? today * 3 : 1));
const cases = operations.flatMap((operation) => apis.map((api) => ({ operation, api })));
const sample = Array.from({ length: points }, (_, at) => first + at).map((seed) => ({ ...cases[seed % cases.length]!, seed }));

let matrix: CrashMatrix;
beforeAll(async () => {
  matrix = await CrashMatrix.open();
});
afterAll(() => matrix.close());

test.each(sample)('a run of $operation by $api killed at point $seed and resumed: nothing lost, nothing doubled, nothing unsaid', async (point) => {
  expect(await matrix.faultsAt(point)).toEqual([]);
}, 60_000);
