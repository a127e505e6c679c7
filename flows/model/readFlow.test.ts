import { describe, expect, it } from 'vitest';
import { AppError } from '../kit/errors.ts';
import { migrateFormat } from './migrate.ts';
import { readFlow } from './readFlow.ts';
import { testDefinitions, testFlow } from './testDefinitions.ts';
import { writeFlow } from './writeFlow.ts';

function read(text: string): unknown {
  return readFlow(text, testDefinitions, 'flow.json');
}

function errorOf(run: () => unknown): AppError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
  }
  throw new Error('nothing was thrown');
}

/** The canonical text of the test flow with some of it replaced. */
function broken(from: string, to: string): string {
  const text = writeFlow(testFlow(), testDefinitions);
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe('readFlow', () => {
  it('reads what writeFlow wrote', () => {
    expect(read(writeFlow(testFlow(), testDefinitions))).toEqual({ ...testFlow(), edges: testFlow().edges.toSorted((a, b) => (a.from < b.from ? -1 : 1)) });
  });

  it('names file and line of a fault in the JSON', () => {
    const error = errorOf(() => read('{\n  "sluice": 1\n  "name": "x"\n}'));
    expect(error).toMatchObject({ kind: 'settings', code: 'jsonSyntax', where: { file: 'flow.json', line: 3 } });
  });

  it.each([
    ['a wrong type', '"name": "Four steps"', '"name": 4', 'name must be a text; it is 4.', 3, undefined],
    ['a blank name', '"name": "Four steps"', '"name": ""', 'name is blank.', 3, undefined],
    ['a stray key', '"name"', '"nme": 1, "name"', 'The flow has no "nme".', 3, 'Did you mean "name"?'],
    ['a stray key in a node', '"version": 3,', '"version": 3, "titl": "x",', 'nodes.keep has no "titl".', 7, 'Did you mean "title"?'],
    ['a missing part', '"type": "keep",\n', '', 'nodes.keep.type is missing.', 5, undefined],
    ['a bad edge', '"keep.in"', '"keep"', 'edges[2].to is "keep": an end of an edge is written nodeId.portName.', 44, undefined],
    ['an unknown type', '"type": "keep"', '"type": "kep"', 'The node "keep" is of type "kep"; there is no such type.', 6, 'Did you mean "keep"?'],
    ['a bad id', '"keep": {', '"Keep": {', 'nodes.Keep is named in a way that does not work: a node id starts with a small letter and has only letters and digits.', 5, undefined],
  ])('refuses %s with its line', (_what, from, to, message, line, hint) => {
    const error = errorOf(() => read(broken(from, to)));
    expect({ kind: error.kind, message: error.message, file: error.where.file, line: error.where.line, hint: error.hint }).toEqual({ kind: 'settings', message, file: 'flow.json', line, hint });
  });

  it('tells of a file that a newer Sluice made', () => {
    const error = errorOf(() => read('{ "sluice": 2, "anything": true }'));
    expect(error.message).toBe('This file was made by a newer Sluice (format 2); this one reads up to 1.');
    expect(error.code).toBe('formatNewer');
  });

  it('tells of a node that a newer Sluice made', () => {
    expect(errorOf(() => read(broken('"version": 3', '"version": 4')))).toMatchObject({ code: 'nodeNewer', where: { node: 'keep', line: 7 } });
  });

  it.each(['[]', '7', '{ "nodes": {} }', '{ "sluice": "1" }'])('refuses %s: no flow at all', (text) => {
    expect(errorOf(() => read(text)).code).toBe('notAFlow');
  });

  it('takes older settings through every step to the present version', () => {
    const flow = readFlow(broken('"version": 3,\n      "settings": {\n        "column": "City",', '"version": 1,\n      "settings": {\n        "field": "City",'), testDefinitions);
    expect(flow.nodes['keep']).toEqual({ type: 'keep', version: 3, settings: { column: 'City', mode: 'filled' } });
  });

  it('takes an older format through every step', () => {
    const steps = { 1: (older: object) => ({ ...older, one: true }), 2: (older: object) => ({ ...older, two: true }) };
    expect(migrateFormat({ sluice: 1 }, steps, 3)).toEqual({ sluice: 3, one: true, two: true });
  });
});
