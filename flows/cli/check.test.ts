import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sluice } from './testTerminal.ts';

let cwd: string;
beforeEach(async () => void (cwd = await mkdtemp(join(tmpdir(), 'sluiceCheck'))));
afterEach(() => rm(cwd, { recursive: true }));

async function check(text: string, ...options: string[]): ReturnType<typeof sluice> {
  await writeFile(join(cwd, 'flow.json'), text);
  return sluice(['check', 'flow.json', ...options], { cwd });
}

const good = `{
  "sluice": 1,
  "name": "Copy",
  "nodes": {
    "csvRead": { "type": "csvRead", "version": 1, "settings": { "file": "in.csv" } },
    "csvWrite": {
      "type": "csvWrite",
      "version": 1,
      "settings": {
        "file": "out.csv"
      }
    }
  },
  "edges": [
    { "from": "csvRead.out", "to": "csvWrite.in" }
  ]
}
`;

describe('sluice check', () => {
  it('finds a good flow good without looking for its files', async () => {
    expect(await check(good)).toEqual({ code: 0, out: 'flow.json is fine: 2 nodes, 1 edge.\n', err: '' });
  });

  it('names file, line, node and setting of every problem', async () => {
    const { code, out, err } = await check(good.replace('"file": "out.csv"', '"fil": "out.csv",\n        "delimiter": "komma"'));
    expect(code).toBe(2);
    expect(out).toBe('flow.json: 3 errors.\n');
    expect(err).toContain('Write CSV has no setting "fil".');
    expect(err).toContain('  at flow.json:10, node csvWrite, setting fil\n  → Did you mean "file"?\n');
    expect(err).toContain('  at flow.json:11, node csvWrite, setting delimiter\n  → Did you mean "comma"?\n');
    expect(err).toContain('"File" is blank.\n  at flow.json:9, node csvWrite, setting file\n');
  });

  it('lets warnings pass', async () => {
    const { code, out, err } = await check(good.replace(/"edges": \[[^\]]*\]/, '"edges": []').replace(/,\s+"csvWrite": \{[^}]*\}\s+\}/, ''));
    expect({ code, out }).toEqual({ code: 0, out: 'flow.json: 1 warning.\n' });
    expect(err).toContain('Nobody takes "Rows out" of "Read CSV".');
  });

  it('gives the same as data', async () => {
    const { code, out, err } = await check(good.replace('"out.csv"', '""'), '--json');
    expect(code).toBe(2);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      file: 'flow.json',
      isRunnable: false,
      problems: [{ code: 'settingBlank', severity: 'error', where: { file: 'flow.json', line: 10, node: 'csvWrite', path: ['file'] } }],
    });
  });

  it('names the line of a fault in the JSON', async () => {
    const { code, err } = await check(good.replace('"name": "Copy",', '"name": "Copy"'));
    expect(code).toBe(2);
    expect(err).toContain('Line 4, column 3: a comma or "}" must follow the value of "name"');
    expect(err).toContain('at flow.json:4\n');
  });

  it('tells of a file that is not there, and of a folder', async () => {
    expect(await sluice(['check', 'gone.json'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining(`There is no file ${join(cwd, 'gone.json')}.`) });
    expect(await sluice(['check', '.'], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('is a folder.') });
  });
});
