import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../flows/engine/events.ts';

// The built program as people start it: bin/sluice.mjs over dist/cli.
const launcher = resolve(import.meta.dirname, '../bin/sluice.mjs');
const templates = resolve(import.meta.dirname, '../flows/templates');

let folder: string;
let processes: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluiceCli'));
  processes = [];
});
afterEach(async () => {
  for (const child of processes) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(...texts: string[]): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, SLUICE_HOME: join(folder, 'home'), NO_COLOR: '1' };
  const child = spawn(process.execPath, [launcher, ...texts], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  processes.push(child);
  return child;
}

function end(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  const said = { out: '', err: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => void (said.out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (said.err += text));
  return new Promise((done) => child.on('close', (code) => done({ code, ...said })));
}

function sluice(...texts: string[]): ReturnType<typeof end> {
  return end(start(...texts));
}

/** The first line on stdout that fits. */
function line(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const found = pattern.exec(text);
      if (found) done(found);
    });
    child.on('close', () => fail(new Error(`The process ended without saying ${pattern}: ${text}`)));
  });
}

function events(out: string): RunEvent[] {
  return out.trimEnd().split('\n').map((text) => JSON.parse(text) as RunEvent);
}

function finished(out: string): Extract<RunEvent, { type: 'finished' }> {
  const last = events(out).at(-1)!;
  if (last.type !== 'finished') throw new Error(`The last event is ${last.type}.`);
  return last;
}

describe('the command sluice', () => {
  it('says its version, and knows what was meant by a wrong word', async () => {
    expect(await sluice('version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
    expect(await sluice('chek')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Did you mean "sluice check"?') });
  });

  it('ends quietly when its reader goes away', async () => {
    const child = start('nodes', '--json');
    child.stdout!.destroy();
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
  });

  it('cleans the leads of the template into the demo org, and again without making anybody twice', async () => {
    await cp(join(templates, 'cleanLeads'), folder, { recursive: true });
    const first = await sluice('run', 'flow.json', '--json');
    expect(first).toMatchObject({ code: 0, err: '' });
    const { nodes, drops, unhandled } = finished(first.out);
    expect(nodes['readLeads']).toMatchObject({ out: 1186, rejected: 4 });
    expect(nodes['validEmail']).toMatchObject({ in: 1186, out: 1148, dropped: 38 });
    expect(nodes['upsertLeads']).toMatchObject({ in: 1122, written: 1114, rejected: 8 });
    expect(Object.values(drops['validEmail']!)).toEqual([38]);
    expect(unhandled).toBe(0);
    expect((await readFile(join(folder, 'rejectedByOrg.csv'), 'utf8')).match(/REQUIRED_FIELD_MISSING/g)).toHaveLength(8);

    const second = finished((await sluice('run', 'flow.json', '--json')).out);
    // What the org has already is not sent again.
    expect(second.nodes['upsertLeads']).toMatchObject({ in: 1122, written: 0, unchanged: 1114, rejected: 8 });
  });

  it('runs against an org that it is pointed to, which Ctrl-C ends', async () => {
    const org = start('org', 'start', '--port', '0', '--data', ':memory:');
    const [, url] = await line(org, /at (http:\/\/127\.0\.0\.1:\d+)/);
    await cp(join(templates, 'exportContacts'), folder, { recursive: true });
    const { code, out } = await sluice('run', 'flow.json', `--connection=demo=${url}`);
    expect(code).toBe(0);
    expect(out).toContain('Export contacts: done in');
    expect(await readFile(join(folder, 'contacts.csv'), 'utf8')).toMatch(/^Id,FirstName,LastName,Email,/);
    org.kill('SIGINT');
    expect(await new Promise((done) => org.on('close', done))).toBe(0);
    const gone = await sluice('run', 'flow.json', `--connection=demo=${url}`);
    expect(gone).toMatchObject({ code: 4, err: expect.stringContaining(`Nothing answers at ${url}`) });
  });

  it('is cancelled by Ctrl-C: 130, and leaves no half-written file', async () => {
    const rows = Array.from({ length: 400_000 }, (_, index) => `Bern,${index}`);
    await writeFile(join(folder, 'in.csv'), `City,Size\n${rows.join('\n')}\n`);
    const nodes = {
      read: { type: 'csvRead', version: 1, settings: { file: 'in.csv' } },
      map: { type: 'mapColumns', version: 1, settings: { columns: [{ column: 'Both', formula: 'UPPER(City) & Size' }] } },
      write: { type: 'csvWrite', version: 1, settings: { file: 'out.csv' } },
    };
    const edges = [{ from: 'read.out', to: 'map.in' }, { from: 'map.out', to: 'write.in' }];
    await writeFile(join(folder, 'flow.json'), JSON.stringify({ sluice: 1, name: 'Long', nodes, edges }));
    const child = start('run', 'flow.json', '--json');
    const ended = end(child);
    await line(child, /"type":"started"/);
    child.kill('SIGINT');
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(finished(out).state).toBe('cancelled');
    expect((await readdir(folder)).sort()).toEqual(['flow.json', 'home', 'in.csv']);
  });
});
