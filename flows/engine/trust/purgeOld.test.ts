import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { keepingFile } from '../../connections/keepingFile.ts';
import { keptDays, purgeOld } from './purgeOld.ts';

const now = Date.parse('2026-03-31T00:00:00Z');
const purgedBefore = (env: Record<string, string>): string | undefined => {
  let before: string | undefined;
  purgeOld({ purge: (what) => ((before = what.before), 0) }, now, env);
  return before;
};

it('keeps what runs need to be undone for 30 days, or as long as it is told', () => {
  expect(purgedBefore({})).toBe('2026-03-01T00:00:00.000Z');
  expect(purgedBefore({ SLUICE_KEEP_DAYS: '90' })).toBe('2025-12-31T00:00:00.000Z');
  expect(purgedBefore({ SLUICE_KEEP_DAYS: '0' })).toBe('2026-03-31T00:00:00.000Z');
});

it('the person chooses how long; what the environment says wins', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-keeping-'));
  try {
    const file = keepingFile(folder);
    expect(file.read()).toBeUndefined();
    await file.write(7);
    expect(keptDays({}, file.read())).toBe(7);
    expect(keptDays({ SLUICE_KEEP_DAYS: '90' }, file.read())).toBe(90);
    writeFileSync(path.join(folder, 'keeping.json'), '{"days":"soon"}');
    expect(() => file.read()).toThrow('keeping.json');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('purges nothing where that is no number of days', () => {
  expect(() => purgedBefore({ SLUICE_KEEP_DAYS: 'a month' })).toThrow('SLUICE_KEEP_DAYS is "a month" and must be a number of days');
  expect(() => purgedBefore({ SLUICE_KEEP_DAYS: '-1' })).toThrow('must be a number of days');
});
