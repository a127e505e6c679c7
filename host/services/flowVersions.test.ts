import { mkdtemp, rm, writeFile, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDefinitions, testFlow } from '../../flows/model/testDefinitions.ts';
import { addFilePiece } from './flowFolder.ts';
import { flowVersions } from './flowVersions.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(() => rm(folder, { recursive: true }));

const never = { signal: new AbortController().signal };

describe('named versions', () => {
  it('are kept for each flow file on its own, newest first, and read back as they were', async () => {
    const versions = flowVersions({ dataFolder: folder, definitions: testDefinitions });
    const first = await versions.save({ path: '/a/flow.json', name: ' First ', document: testFlow() }, never);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await versions.save({ path: '/a/flow.json', name: 'Second', document: { ...testFlow(), name: 'Other' } }, never);
    expect((await versions.list({ path: '/a/flow.json' }, never)).map(({ name }) => name)).toEqual(['Second', 'First']);
    expect(await versions.list({ path: '/b/flow.json' }, never)).toEqual([]);
    const { document } = await versions.read({ path: '/a/flow.json', id: first.id }, never);
    expect({ name: document.name, nodes: document.nodes, layout: document.layout }).toEqual({ name: testFlow().name, nodes: testFlow().nodes, layout: testFlow().layout });
    await versions.remove({ path: '/a/flow.json', id: first.id }, never);
    await expect(versions.read({ path: '/a/flow.json', id: first.id }, never)).rejects.toMatchObject({ code: 'versionUnknown' });
  });

  it('need a name, and are never read from elsewhere', async () => {
    const versions = flowVersions({ dataFolder: folder, definitions: testDefinitions });
    await expect(versions.save({ path: '/a/flow.json', name: ' ', document: testFlow() }, never)).rejects.toMatchObject({ code: 'versionName' });
    await expect(versions.read({ path: '/a/flow.json', id: '../../secrets' }, never)).rejects.toMatchObject({ code: 'versionUnknown' });
  });
});

describe('a file that is put beside a flow', () => {
  const piece = (name: string, text: string, more: object = {}) => addFilePiece({ path: join(folder, 'flow.json'), name, offset: 0, data: Buffer.from(text).toString('base64'), isLast: true, ...more });

  it('comes in pieces and is there once it is whole, under a name that was free', async () => {
    await writeFile(join(folder, 'fair.csv'), 'old');
    const { file } = await piece('fair.csv', 'Name\n', { isLast: false });
    expect(file).toBe('fair 2.csv');
    expect(await readdir(folder)).not.toContain('fair 2.csv');
    await piece('fair.csv', 'Ada\n', { file, offset: 5 });
    expect(await readFile(join(folder, 'fair 2.csv'), 'utf8')).toBe('Name\nAda\n');
    expect(await readFile(join(folder, 'fair.csv'), 'utf8')).toBe('old');
  });

  it('stays in the folder of the flow', async () => {
    await expect(piece('../fair.csv', 'x')).rejects.toMatchObject({ code: 'fileName' });
    await expect(piece('fair.csv', 'x', { file: 'a/../../b' })).rejects.toMatchObject({ code: 'fileName' });
    await expect(piece('..', 'x')).rejects.toMatchObject({ code: 'fileName' });
  });
});
