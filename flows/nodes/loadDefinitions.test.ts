import { expect, test } from 'vitest';
import { definitions } from './definitions.ts';
import { loadDefinitions } from './loadDefinitions.ts';

test('the types that are named are loaded, each once, and no others', async () => {
  expect(await loadDefinitions(['csvRead', 'filterRows', 'csvRead'])).toEqual({ csvRead: definitions['csvRead'], filterRows: definitions['filterRows'] });
  expect(await loadDefinitions([])).toEqual({});
});

test('all are loaded where none are named, or one is no type: its message lists the others', async () => {
  for (const types of [undefined, ['csvRead', 'filterRow'], ['csvRead', '__proto__'], ['../kit']]) expect(await loadDefinitions(types)).toEqual(definitions);
});
