import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { OpenFile } from './openFile.ts';

function fileWith(content: string, flags: string): OpenFile {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'scratch'), content);
  const file = new OpenFile(openSync(path.join(folder, 'scratch'), flags), { writes: 0 });
  onTestFinished(() => file.close());
  return file;
}

test('what is written while the run goes on is read back whole, and its memory is free afterwards', async () => {
  const file = fileWith('', 'w+');
  let free = 0;
  for (let at = 0; at < 50; at++) file.append([new Uint8Array(1000).fill(at), new Uint8Array(24).fill(255)], () => free++);
  const all = new Uint8Array(file.sizeBytes);
  await file.read(all, 0);
  expect(free).toBe(50);
  expect(Array.from({ length: 50 }, (_, at) => [all[at * 1024], all[at * 1024 + 999], all[at * 1024 + 1000]])).toEqual(Array.from({ length: 50 }, (_, at) => [at, at, 255]));
});

test('what cannot be written is told by the next call, and by every one after', async () => {
  const file = fileWith('rows', 'r');
  file.append([new Uint8Array(10)], () => expect.unreachable());
  await expect(file.read(new Uint8Array(10), 0)).rejects.toMatchObject({ kind: 'service', code: 'scratchFile' });
  expect(() => file.append([new Uint8Array(10)], () => expect.unreachable())).toThrow(expect.objectContaining({ kind: 'service', code: 'scratchFile' }));
});

test('a file that is shorter than it should be is told', async () => {
  await expect(fileWith('rows', 'r').read(new Uint8Array(10), 0)).rejects.toThrow('the file ends at byte 4');
});
