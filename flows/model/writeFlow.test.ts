import { describe, expect, it } from 'vitest';
import { applyEdit } from './edits.ts';
import { readFlow } from './readFlow.ts';
import { testDefinitions, testFlow, testNode } from './testDefinitions.ts';
import { writeFlow } from './writeFlow.ts';

const write = (document = testFlow()): string => writeFlow(document, testDefinitions);

describe('writeFlow', () => {
  it('writes a line for each group and each note, and reads them again', () => {
    const flow = { ...testFlow(), groups: { g: { title: 'Clean', nodes: ['map', 'keep', 'gone'], isCollapsed: true } }, notes: { n: { text: 'One\ntwo', x: 0.4, y: -0.2, width: 200, height: 80 } } };
    const text = write(flow);
    expect(text).toContain('    "g": { "title": "Clean", "nodes": ["keep", "map"], "isCollapsed": true }');
    expect(text).toContain('    "n": { "text": "One\\ntwo", "x": 0, "y": 0, "width": 200, "height": 80 }');
    expect(write(readFlow(text, testDefinitions))).toBe(text);
  });

  it('writes the canonical text', () => {
    expect(write()).toBe(`{
  "sluice": 1,
  "name": "Four steps",
  "nodes": {
    "keep": {
      "type": "keep",
      "version": 3,
      "settings": {
        "column": "City",
        "value": "Bern"
      }
    },
    "map": {
      "type": "map",
      "version": 1,
      "settings": {
        "mapping": [
          { "column": "Town", "formula": "City" }
        ]
      }
    },
    "read": {
      "type": "read",
      "version": 1,
      "settings": {
        "file": "in.csv",
        "columns": [
          { "name": "City", "type": "text" },
          { "name": "Size", "type": "number" }
        ]
      }
    },
    "write": {
      "type": "write",
      "version": 1,
      "settings": {
        "connection": "demo"
      }
    }
  },
  "edges": [
    { "from": "keep.out", "to": "map.in" },
    { "from": "map.out", "to": "write.in" },
    { "from": "read.out", "to": "keep.in" }
  ],
  "layout": {
    "keep": { "x": 260, "y": 0 },
    "map": { "x": 520, "y": 0 },
    "read": { "x": 0, "y": 0 },
    "write": { "x": 780, "y": 0 }
  }
}
`);
  });

  it('leaves out what is at its default, and keeps what nobody knows', () => {
    const settings = { zebra: 1, limit: 100, columns: [], file: 'x.csv', ape: { b: 1, a: [1, {}] } };
    const text = write({ ...testFlow(), nodes: { read: testNode('read', settings) }, edges: [], layout: {} });
    expect(text).toContain('"settings": {\n        "file": "x.csv",\n        "ape": { "b": 1, "a": [1, {}] },\n        "zebra": 1\n      }');
    expect(text).not.toContain('layout');
  });

  it('gives equal texts for equal flows, however they were built', () => {
    const { nodes, edges, layout, ...rest } = testFlow();
    const turned = {
      layout: turn(layout),
      edges: edges.toReversed().map(({ from, to }) => ({ to, from })),
      nodes: turn({ ...nodes, map: testNode('map', { mapping: [{ formula: 'City', column: 'Town' }] }) }),
      ...rest,
    };
    expect(write(turned)).toBe(write());
  });

  it('writes the same again after reading', () => {
    const flow = {
      ...testFlow(),
      description: 'Says "why"\nin two lines.',
      parameters: { since: { type: 'text' as const, default: 'x', description: 'From when on.' }, all: { type: 'boolean' as const } },
      limits: { sandboxFirst: true, rows: 1000, deletes: 0 },
      nodes: {
        read: { ...testNode('read', { file: '{{since}}.csv', limit: '{{limit}}', other: null }), title: 'Größe – 读', note: 'A\nB' },
        odd: testNode('nobodyKnows', { a: 1 }),
      },
      edges: [],
      layout: { read: { x: 1.4, y: -0.2 }, gone: { x: 1, y: 1 } },
    };
    const { odd: _odd, ...known } = flow.nodes;
    const text = write({ ...flow, nodes: known });
    expect(writeFlow(readFlow(text, testDefinitions), testDefinitions)).toBe(text);
    expect(text).toContain('"limits": { "rows": 1000, "deletes": 0, "sandboxFirst": true }');
    expect(text).toContain('"layout": {\n    "read": { "x": 1, "y": 0 }\n  }');
    expect(write(flow)).toContain('"odd": {\n      "type": "nobodyKnows",\n      "version": 1,\n      "settings": {\n        "a": 1\n      }\n    }');
  });

  it('changes exactly one line when a node moves', () => {
    const moved = applyEdit(testFlow(), { edit: 'moveNodes', positions: { map: { x: 333.3, y: 44 } } }).document;
    const before = write().split('\n');
    const after = write(moved).split('\n');
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, index) => line !== before[index])).toEqual(['    "map": { "x": 333, "y": 44 },']);
  });
});

function turn<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).reverse());
}
