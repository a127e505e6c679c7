import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import { inFolder } from '../csv/fixture.ts';
import { CsvWriter } from '../csv/csvWriter.ts';
import { AtomicFile } from './atomicFile.ts';
import { findFiles } from './findFiles.ts';
import { openInput, readFully } from './inputFile.ts';

describe('the files that a setting means', () => {
  it('are one, those of a folder, or those that fit a pattern, by name', async () => {
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'more'));
      for (const name of ['b.csv', 'a.CSV', 'c.csv.gz', 'notes.md', '.hidden.csv', 'more/d.csv']) await writeFile(join(folder, name), 'x\n');
      const labels = async (named: string): Promise<string[]> => (await findFiles(join(folder, named), ['csv'])).map(({ label }) => label);
      expect(await labels('b.csv')).toEqual(['b.csv']);
      expect(await labels('.')).toEqual(['a.CSV', 'b.csv', 'c.csv.gz']);
      expect(await labels('*.csv')).toEqual(['b.csv']);
      expect(await labels('**/*.csv')).toEqual(['b.csv', 'more/d.csv']);
      expect(await labels('none.csv')).toEqual(['none.csv']);
      await expect(labels('*.json')).rejects.toMatchObject({ kind: 'settings', code: 'patternWithoutFiles' });
      await expect(findFiles(join(folder, 'more'), ['json'])).rejects.toMatchObject({ kind: 'settings', code: 'folderWithoutFiles' });
    });
  });

  it('may have signs of a pattern in their names', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'a[1].csv'), 'x\n');
      expect(await findFiles(join(folder, 'a[1].csv'), ['csv'])).toEqual([{ path: join(folder, 'a[1].csv'), label: 'a[1].csv' }]);
    });
  });
});

describe('a file that is read', () => {
  it.each(['plain.csv', 'packed.csv.gz'])('tells how much of it has been read: %s', async (name) => {
    await inFolder(async (folder) => {
      const text = Array.from({ length: 200_000 }, (_, n) => `${n * 7919}`).join('\n');
      await writeFile(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
      const input = await openInput(join(folder, name));
      const reader = input.reader();
      const bytes = Buffer.alloc(300_000);
      expect(input.share()).toBe(0);
      await readFully(reader, bytes);
      expect(input.share()).toBeGreaterThan(0.1);
      expect(input.share()).toBeLessThan(1);
      while ((await readFully(reader, bytes)) > 0);
      expect(input.share()).toBe(1);
      await input.close();
    });
  });
});

describe('a file that is written', () => {
  it('is packed when its name ends with .gz, also when columns come late', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'out.csv.gz');
      const writer = await CsvWriter.create(path, { dialect: { delimiter: ',', quote: '"' }, lineEnding: '\n', header: true, bom: false, formulaGuard: false });
      const rows = Array.from({ length: 50_000 }, (_, n) => [`row ${n}`]);
      await writer.write(batchFromRows([{ name: 'a', type: 'text' }], rows, { source: '', ordinal: 0 }));
      await writer.write(batchFromRows([{ name: 'b', type: 'text' }], [['late']], { source: '', ordinal: 0 }));
      await writer.finish();
      const text = gunzipSync(await readFile(path)).toString();
      expect(text.slice(0, 21)).toBe('a,b\nrow 0,\nrow 1,\nrow');
      expect(text.slice(-21)).toBe('row 49998,\nrow 49999,\n,late\n'.slice(-21));
      expect(await readdir(folder)).toEqual(['out.csv.gz']);
    });
  });

  it('leaves nothing for good when its process is killed: the next one removes it, and no other', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'out.csv');
      const code = `const { AtomicFile } = await import(${JSON.stringify(new URL('./atomicFile.ts', import.meta.url).href)}); await (await AtomicFile.create(${JSON.stringify(path)})).write(Buffer.from('half')); console.log('ready'); setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      const living = await AtomicFile.create(path);
      expect((await readdir(folder)).length).toBe(2);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const next = await AtomicFile.create(path);
      expect((await readdir(folder)).length).toBe(2);
      await next.write(Buffer.from('whole'));
      await next.commit();
      await living.discard();
      expect(await readdir(folder)).toEqual(['out.csv']);
      expect(await readFile(path, 'utf8')).toBe('whole');
    });
  });
});
