import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../engine/events.ts';
import { openRunStore } from '../engine/runStore.ts';
import { commandLine } from './commandLine.ts';
import { sluice, testTerminal } from './testTerminal.ts';

let cwd: string;
let env: Record<string, string>;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sluiceRun'));
  env = { SLUICE_HOME: join(cwd, 'home') };
  await writeFile(join(cwd, 'in.csv'), 'City,Size\nBern,1\nUlm,many\nWien,3\n');
});
afterEach(() => rm(cwd, { recursive: true }));

/** in.csv → out.csv; Size must be a number, so Ulm is rejected. */
function flow(more: { edges?: object[]; file?: string; parameters?: object } = {}): object {
  const settings = { file: more.file ?? 'in.csv', columns: [{ name: 'City', type: 'text' }, { name: 'Size', type: 'number' }] };
  return {
    sluice: 1,
    name: 'Copy',
    ...(more.parameters ? { parameters: more.parameters } : {}),
    nodes: {
      read: { type: 'csvRead', version: 1, title: 'Cities', settings },
      write: { type: 'csvWrite', version: 1, settings: { file: 'out.csv' } },
      refused: { type: 'csvWrite', version: 1, title: 'Refused', settings: { file: 'refused.csv' } },
    },
    edges: more.edges ?? [{ from: 'read.out', to: 'write.in' }, { from: 'read.rejected', to: 'refused.in' }],
  };
}

async function run(document: object, ...options: string[]): ReturnType<typeof sluice> {
  await writeFile(join(cwd, 'flow.json'), JSON.stringify(document, null, 2));
  return sluice(['run', 'flow.json', ...options], { cwd, env });
}

function withoutRefused(document: object): object {
  const { nodes, ...rest } = document as { nodes: Record<string, object> };
  const { refused: _refused, ...others } = nodes;
  return { ...rest, nodes: others, edges: [{ from: 'read.out', to: 'write.in' }] };
}

describe('sluice run', () => {
  it('runs a flow and says what became of every row', async () => {
    const { code, out, err } = await run(flow());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.replace(/[\d.]+ s\./, '0.0 s.')).toBe(
      [
        'Copy: done in 0.0 s.',
        '',
        '             In  Out  Written  Rejected',
        '✓ Cities           2                  1',
        '✓ Refused     1             1',
        '✓ Write CSV   2             2',
        '',
        '1 row rejected by "Cities" went on by the rejected port.',
        '"Cities" rejected: 1 × cellType.',
        '',
      ].join('\n'),
    );
    expect(await readFile(join(cwd, 'out.csv'), 'utf8')).toBe('City,Size\nBern,1\nWien,3\n');
    expect(await readFile(join(cwd, 'refused.csv'), 'utf8')).toMatch(/^City,Size,Error Code,Error Message\nUlm,many,/);
  });

  it('ends with 3 when rejected rows go nowhere', async () => {
    const { code, out } = await run(withoutRefused(flow()));
    expect(code).toBe(3);
    expect(out).toContain('1 row rejected by "Cities" went nowhere. Connect the port "Rejected rows"');
  });

  it('writes events as JSON lines and nothing else', async () => {
    const { code, out, err } = await run(flow(), '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const events = out.trimEnd().split('\n').map((line) => JSON.parse(line) as RunEvent);
    expect(events[0]).toMatchObject({ type: 'started', flow: 'Copy' });
    expect(events.at(-1)).toMatchObject({ type: 'finished', state: 'succeeded', unhandled: 0, nodes: { write: { in: 2, written: 2 } } });
  });

  it('says nothing with --quiet when all is well', async () => {
    expect(await run(flow(), '--quiet')).toEqual({ code: 0, out: '', err: '' });
  });

  it('keeps the run in the run store', async () => {
    await run(flow());
    const store = openRunStore(join(cwd, 'home', 'runs.sqlite'));
    const runs = store.listRuns();
    store.close();
    expect(runs).toEqual([expect.objectContaining({ flow: 'Copy', path: join(cwd, 'flow.json'), state: 'succeeded', read: 3, rejected: 1 })]);
  });

  it('gives parameters their values', async () => {
    const document = flow({ file: '{{input}}.csv', parameters: { input: { type: 'text' } } });
    expect(await run(document, '--param', 'input=in')).toMatchObject({ code: 0 });
    const missing = await run(document);
    expect(missing.code).toBe(2);
    expect(missing.err).toBe('The parameter "input" has no value.\n  at flow.json:10, node read\n  → Give it one (on the command line: --param input=…) or a default in the flow.\n');
    expect((await run(document, '--param', 'inpt=in')).err).toContain('The flow has no parameter "inpt". Parameters: input.');
  });

  it('refuses another connection for one that the flow does not use', async () => {
    expect(await run(flow(), '--connection', 'demo=other')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('The flow uses no connection "demo". It uses none.') });
    const nodes = { contacts: { type: 'salesforceQuery', version: 1, settings: { connection: 'crm', soql: 'SELECT Id FROM Contact' } } };
    const { code, err } = await run({ sluice: 1, name: 'Query', nodes, edges: [] }, '--connection', 'crn=other');
    expect(code).toBe(2);
    expect(err).toBe('The flow uses no connection "crn". It uses: crm.\n  → Did you mean "crm"?\n');
  });

  it('tells every problem before it touches anything', async () => {
    const document = flow({ edges: [{ from: 'read.out', to: 'write.in' }], file: '' });
    const { code, out, err } = await run(document);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('"File" is blank.\n  at flow.json:');
    expect(err).toContain('No rows come into "Refused".\n  at flow.json:');
    expect(await readdir(cwd)).not.toContain('out.csv');
  });

  it('names node and line when a file is not there, and leaves nothing half-written', async () => {
    const { code, out, err } = await run(flow({ file: 'gone.csv' }));
    expect(code).toBe(2);
    expect(err).toContain('gone.csv');
    expect(err).toMatch(/at flow\.json:\d+, node read/);
    expect(out).toMatch(/^Copy: stopped after/);
    expect((await readdir(cwd)).sort()).toEqual(['flow.json', 'home', 'in.csv']);
  });

  it('says so when its own folder cannot be made', async () => {
    env['SLUICE_HOME'] = join(cwd, 'in.csv', 'home');
    expect(await run(flow())).toMatchObject({ code: 2, err: expect.stringContaining('→ Set SLUICE_HOME to a folder that you may write to.') });
  });

  it('is cancelled by Ctrl-C: 130, and no file is left behind', async () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => `Bern,${index}`);
    await writeFile(join(cwd, 'in.csv'), `City,Size\n${rows.join('\n')}\n`);
    await writeFile(join(cwd, 'flow.json'), JSON.stringify(flow()));
    let isStarted = false;
    const terminal = testTerminal({
      cwd,
      env,
      out: (text) => {
        terminal.said.out += text;
        if (!isStarted) queueMicrotask(() => terminal.interrupt());
        isStarted = true;
      },
    });
    expect(await commandLine(['run', 'flow.json', '--json'], terminal)).toBe(130);
    expect(terminal.said.err).toBe('Cancelling. Ctrl-C again stops at once.\n');
    expect(JSON.parse(terminal.said.out.trimEnd().split('\n').at(-1)!)).toMatchObject({ type: 'finished', state: 'cancelled' });
    expect((await readdir(cwd)).sort()).toEqual(['flow.json', 'home', 'in.csv']);
  });

  it('draws one table in its place where somebody watches', async () => {
    await writeFile(join(cwd, 'flow.json'), JSON.stringify(flow()));
    const { code, out, err } = await sluice(['run', 'flow.json'], { cwd, env, isWatched: true, hasColor: true });
    expect(code).toBe(0);
    expect(out).toContain('\u001b[1mCopy\u001b[22m');
    // Whatever was drawn has been taken away again.
    expect(err === '' || err.endsWith('\u001b[J')).toBe(true);
  });
});
