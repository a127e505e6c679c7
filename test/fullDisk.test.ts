import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** A file system of one megabyte, to be really full; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

const disk = process.platform === 'linux' ? smallDisk() : undefined;

test.skipIf(disk === undefined)(`a full disk is said, with exit code 4, and nothing half-written stays${disk === undefined ? ' (skipped: only root on Linux can mount a small disk)' : ''}`, () => {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-home-'));
  onTestFinished(() => {
    spawnSync('umount', [disk!]);
    rmSync(disk!, { recursive: true });
    rmSync(home, { recursive: true });
  });
  writeFileSync(path.join(home, 'in.csv'), `Name,Text\n${'Ada,"some words that take room, again and again"\n'.repeat(40_000)}`);
  const flow = {
    sluice: 1,
    name: 'Too large',
    nodes: {
      read: { type: 'csvRead', version: 1, settings: { file: path.join(home, 'in.csv') } },
      write: { type: 'csvWrite', version: 1, settings: { file: path.join(disk!, 'out.csv') } },
    },
    edges: [{ from: 'read.out', to: 'write.in' }],
  };
  writeFileSync(path.join(home, 'flow.json'), JSON.stringify(flow));
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'bin/sluice.mjs'), 'run', path.join(home, 'flow.json')], { env: { ...process.env, SLUICE_HOME: home }, encoding: 'utf8' });
  expect(stderr).toMatch(/disk|space/i);
  expect(status).toBe(4);
  expect(readdirSync(disk!)).toEqual([]);
});
