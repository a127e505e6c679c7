import { expect, test } from 'vitest';
import { kindOfListed } from './runKind.ts';

test('a list of runs tells plans, applies and undos apart by what they are about', () => {
  const list = [
    { run: 'undo', mode: 'write', about: 'apply' },
    { run: 'dryUndo', mode: 'plan', about: 'apply' },
    { run: 'apply', mode: 'write', about: 'plan' },
    { run: 'plan', mode: 'plan' },
    { run: 'run', mode: 'write' },
  ] as const;
  expect(list.map((one) => kindOfListed(one, list).what)).toEqual(['undo', 'undoPlan', 'apply', 'plan', 'run']);
});
