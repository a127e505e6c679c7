import { describe, expect, it } from 'vitest';
import { definitions } from '../nodes/definitions.ts';
import { sluice } from './testTerminal.ts';

describe('sluice nodes', () => {
  it('lists every node type under its drawer', async () => {
    const { code, out } = await sluice(['nodes']);
    expect(code).toBe(0);
    for (const { type, summary } of Object.values(definitions)) expect(out).toMatch(new RegExp(`^  ${type} +${summary.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'));
    expect(out.indexOf('Files')).toBeLessThan(out.indexOf('csvRead'));
  });

  it('tells ports and settings of one', async () => {
    const { out } = await sluice(['nodes', 'csvRead']);
    expect(out).toContain('Read CSV (csvRead), a source');
    expect(out).toMatch(/^ {2}out +rejected +Rejected rows$/m);
    expect(out).toMatch(/^ {2}file {2}file name, from the folder of the flow; required$/m);
    expect(out).toMatch(/^ {2}skipLines {2}number; default 0$/m);
    expect(out).toContain('Examples\n');
    expect(out).toContain('"file": "');
  });

  it('gives the same as data', async () => {
    const { out } = await sluice(['nodes', 'csvRead', '--json']);
    const described = JSON.parse(out);
    expect(described).toMatchObject({ type: 'csvRead', kind: 'source', ports: { in: [] } });
    expect(described.settings[0]).toMatchObject({ name: 'file', title: 'File', control: 'file', required: true, default: '' });
    expect(described.examples[0]).toEqual({ title: expect.any(String), settings: expect.any(Object) });
    expect(JSON.parse((await sluice(['nodes', '--json'])).out)).toHaveLength(Object.keys(definitions).length);
  });

  it('knows what was meant', async () => {
    const { code, err } = await sluice(['nodes', 'csvReed']);
    expect(code).toBe(2);
    expect(err).toContain('There is no node type "csvReed".');
    expect(err).toContain('Did you mean "csvRead"?');
  });
});
