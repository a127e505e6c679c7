import { mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomic } from './writeFileAtomic.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('writes the text, makes missing folders, leaves nothing else behind', async () => {
  const file = join(folder, 'a', 'b', 'flow.json');
  await writeFileAtomic(file, 'one');
  await writeFileAtomic(file, 'two');
  expect(await readFile(file, 'utf8')).toBe('two');
  expect(await readdir(join(folder, 'a', 'b'))).toEqual(['flow.json']);
});

test('a file for its owner alone stays so', async () => {
  const file = join(folder, 'secrets.json');
  await writeFileAtomic(file, 'one', 0o600);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a symbolic link stays one, its target is replaced', async () => {
  await writeFile(join(folder, 'real.json'), 'old');
  await symlink(join(folder, 'real.json'), join(folder, 'link.json'));
  await writeFileAtomic(join(folder, 'link.json'), 'new');
  expect(await readFile(join(folder, 'real.json'), 'utf8')).toBe('new');
});

test('what cannot be replaced stays as it was, without a draft beside it', async () => {
  const file = join(folder, 'taken');
  await writeFileAtomic(join(file, 'inside'), 'x');
  await expect(writeFileAtomic(file, 'y')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['taken']);
});
