import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runFlow } from '../../flows/engine/runFlow.ts';
import { openRunStore } from '../../flows/engine/runStore.ts';
import { AppError } from '../../flows/kit/errors.ts';
import { readFlow } from '../../flows/model/readFlow.ts';
import { definitions } from '../../flows/nodes/definitions.ts';
import { loadRuntime } from '../../flows/nodes/runtimes.ts';

/**
 * Whole flows, a folder each: `flow.json` and its input files run in a copy of the folder; then the files in `expected/` must be there,
 * byte for byte, and nothing else must have changed. `expected.json` says how the run ended. A bug report becomes a folder.
 */
const expectedShape = z.strictObject({
  state: z.enum(['succeeded', 'failed']),
  /** Counts by node; those that are 0 may be left out. */
  nodes: z.record(z.string(), z.partialRecord(z.enum(['in', 'out', 'written', 'unchanged', 'dropped', 'rejected']), z.int())).default({}),
  unhandled: z.int().default(0),
  drops: z.record(z.string(), z.record(z.string(), z.int())).default({}),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** All or part of the error. */
  error: z.record(z.string(), z.unknown()).optional(),
});

const zero = { in: 0, out: 0, written: 0, unchanged: 0, dropped: 0, rejected: 0 };
const testFiles = ['flow.json', 'expected.json', 'expected'];

test.each(readdirSync(import.meta.dirname).filter((name) => existsSync(join(import.meta.dirname, name, 'flow.json'))))('%s', async (name) => {
  const given = join(import.meta.dirname, name);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(given, folder, { recursive: true, filter: (path) => !testFiles.some((file) => path === join(given, file)) });
  const expected = expectedShape.parse(JSON.parse(readFileSync(join(given, 'expected.json'), 'utf8')));
  const document = readFlow(readFileSync(join(given, 'flow.json'), 'utf8'), definitions, 'flow.json');
  const store = openRunStore(':memory:');
  onTestFinished(() => store.close());

  const finished = await runFlow(
    { run: name, document, folder, parameters: expected.parameters },
    {
      definitions,
      loadRuntime,
      store,
      resolveConnection: async (connection) => Promise.reject(new AppError('settings', 'connectionUnknown', { message: `There is no connection "${connection}".` })),
      signal: new AbortController().signal,
      onEvent: () => {},
    },
  );

  if (expected.error) expect(finished.error).toMatchObject(expected.error);
  else expect(finished.error).toBeUndefined();
  expect(finished.state).toBe(expected.state);
  expect(finished.unhandled).toBe(expected.unhandled);
  expect(finished.drops).toEqual(expected.drops);
  for (const [node, counts] of Object.entries(expected.nodes)) expect({ node, ...finished.nodes[node] }).toMatchObject({ node, ...zero, ...counts });
  expect(filesIn(folder)).toEqual({ ...filesIn(given), ...(existsSync(join(given, 'expected')) ? filesIn(join(given, 'expected')) : {}) });
});

/** The input and output files of a folder, and what is in them. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !testFiles.includes(name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
}
