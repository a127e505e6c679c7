import { expect, it } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import { runTransform } from '../../../test/nodes/runTransform.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

it('tells at the end how many rows broke a rule that lets them pass', async () => {
  const batch = batchFromRows([{ name: 'Age', type: 'text' }], [['20'], ['7'], ['x'], ['8']], { source: 'list', ordinal: 0 });
  const rules = [{ rule: 'VALUE(Age) >= 18', message: 'Not of age.', severity: 'log' as const }];
  const { emitted, rejected, logged } = await runTransform(definition, run, { rules }, [batch, batch]);
  expect(emitted.map(({ rows }) => [...rows])).toEqual([[0, 1, 3], [0, 1, 3]]);
  expect(rejected.map(({ error }) => error.code)).toEqual(['notANumber', 'notANumber']);
  expect(logged).toEqual(['4 rows break a rule: Not of age.']);
});
