import { describe, expect, test } from 'vitest';
import { dataFolder } from './dataFolder.ts';

describe('the data folder', () => {
  test.each([
    ['SLUICE_HOME wins on every platform', { SLUICE_HOME: '/srv/sluice', XDG_DATA_HOME: '/x' }, 'linux', '/srv/sluice'],
    ['Linux: below .local/share', {}, 'linux', '/home/ann/.local/share/sluice'],
    ['Linux: XDG_DATA_HOME', { XDG_DATA_HOME: '/data' }, 'linux', '/data/sluice'],
    ['Linux: a relative XDG_DATA_HOME does not count', { XDG_DATA_HOME: 'data' }, 'linux', '/home/ann/.local/share/sluice'],
    ['macOS: Application Support', {}, 'darwin', '/home/ann/Library/Application Support/Sluice'],
  ] as const)('%s', (_title, env, platform, folder) => {
    expect(dataFolder(env, platform, '/home/ann')).toBe(folder);
  });
});
