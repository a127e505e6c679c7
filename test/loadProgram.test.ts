import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// bin/loadProgram.cjs, which loads the command line, with a small program in its place.
const loader = resolve(import.meta.dirname, '../bin/loadProgram.cjs');
let folder: string;
let program: string;
const caches = (): string => join(folder, 'caches/sluice');
const kept = (): string[] => readdirSync(caches());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluiceLoad'));
  mkdirSync(join(folder, 'chunks'));
  program = join(folder, 'program.cjs');
  writeFileSync(join(folder, 'chunks/words.cjs'), 'exports.say = (text) => console.log(text);');
  writeFileSync(join(folder, 'start.cjs'), `require(${JSON.stringify(loader)})(${JSON.stringify(program)});`);
  write('one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(word: string): void {
  writeFileSync(program, `'use strict'; const { say } = require('./chunks/words.cjs'); const os = require('node:os'); say('${word} ' + process.argv[2] + ' ' + typeof os.EOL); process.exit(Number(process.argv[3] ?? 0));`);
}

function run(...texts: string[]): string {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'caches') };
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'start.cjs'), 'run', ...texts], { env, encoding: 'utf8' });
  return stdout + stderr;
}

describe('the loader of the command line', () => {
  it('keeps compiled code once for each verb, starts from it, and writes nothing when three runs had nothing to add', () => {
    for (let runs = 0; runs < 4; runs++) expect(run()).toBe('one run string\n');
    expect(kept()).toHaveLength(1);
    const file = join(caches(), kept()[0]!);
    utimesSync(file, 1, 1);
    expect(run()).toBe('one run string\n');
    expect(statSync(file).mtimeMs).toBe(1000);
  });

  it('keeps what a later run compiles beyond the first, and never less again', () => {
    const work = Array.from({ length: 20 }, (_, index) => `(() => { const list = [${index}]; for (const one of list) list.push(...[one].filter((x) => x > 99)); return list.length; })();`).join(' ');
    writeFileSync(program, `'use strict'; const { say } = require('./chunks/words.cjs'); function work() { ${work} } if (process.argv[3] === 'work') work(); say('done');`);
    run();
    const size = (): number => statSync(join(caches(), kept()[0]!)).size;
    const first = size();
    run('work');
    const worked = size();
    expect(worked).toBeGreaterThan(first + 1000);
    run();
    expect(size()).toBe(worked);
  });

  it('keeps what explains a verb apart from the verb', () => {
    run('--help');
    run();
    expect(new Set(kept().map((name) => name.split('-')[0]))).toEqual(new Set(['help', 'run']));
  });

  it('does not start from what another build has left', () => {
    run();
    write('two');
    utimesSync(program, 5, 5);
    expect(run()).toBe('two run string\n');
    expect(readFileSync(join(caches(), kept()[0]!), 'utf8')).toContain(`${program} 5000 `);
  });

  it('starts without it where it is damaged, and puts it right', () => {
    run();
    const file = join(caches(), kept()[0]!);
    const whole = readFileSync(file);
    for (const damaged of [Buffer.from('{'), whole.subarray(0, 200), Buffer.concat([whole.subarray(0, whole.indexOf(10) + 1), Buffer.alloc(4000, 7)])]) {
      writeFileSync(file, damaged);
      expect(run()).toBe('one run string\n');
      expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
    }
  });

  it('starts where nothing can be kept, and keeps nothing of a command that was not understood', () => {
    expect(run('2')).toBe('one run string\n');
    expect(() => kept()).toThrow('ENOENT');
    writeFileSync(join(folder, 'caches'), 'a file where the folder should be');
    expect(run()).toBe('one run string\n');
  });
});
