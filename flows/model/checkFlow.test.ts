import { describe, expect, it } from 'vitest';
import { checkFlow } from './checkFlow.ts';
import { emptyDocument, type FlowDocument, type FlowNode } from './document.ts';
import { testDefinitions, testFlow, testNode } from './testDefinitions.ts';

function withSettings(id: string, settings: FlowNode['settings'], rest: Partial<FlowDocument> = {}): FlowDocument {
  const flow = testFlow();
  return { ...flow, ...rest, nodes: { ...flow.nodes, [id]: { ...flow.nodes[id]!, settings } } };
}

function withEdges(...edges: [string, string][]): FlowDocument {
  return { ...testFlow(), edges: edges.map(([from, to]) => ({ from, to })) };
}

function found(document: FlowDocument): { code: string; message: string; at: string; hint?: string | undefined }[] {
  return checkFlow(document, testDefinitions).problems.map(({ code, message, where, hint }) => ({ code, message, at: [where.node, where.port, ...(where.path ?? [])].filter((part) => part !== undefined).join('/'), hint }));
}

describe('checkFlow', () => {
  it('finds nothing wrong with a flow that is right', () => {
    expect(found(testFlow())).toEqual([]);
  });

  it('knows the columns that leave every port', () => {
    const { schemas } = checkFlow(testFlow(), testDefinitions);
    const names = Object.fromEntries([...schemas].map(([port, schema]) => [port, schema?.map(({ name }) => name).join(' | ')]));
    expect(names).toEqual({
      'read.out': 'City | Size',
      'read.rejected': 'City | Size | Error Code | Error Message',
      'keep.out': 'City | Size',
      'keep.rejected': 'City | Size | Error Code | Error Message',
      'map.out': 'Town',
      'map.rejected': 'City | Size | Error Code | Error Message',
      'write.rejected': 'Town | Error Code | Error Message',
    });
  });

  it('replaces the error a rejected row brings along', () => {
    const { schemas } = checkFlow(withEdges(['read.rejected', 'keep.in']), testDefinitions);
    expect(schemas.get('keep.rejected')?.map(({ name }) => name)).toEqual(['City', 'Size', 'Error Code', 'Error Message']);
  });

  it('leaves columns unknown where the source cannot tell before the run, and does not complain of them', () => {
    const flow = withSettings('read', { file: 'in.csv' });
    expect(checkFlow(flow, testDefinitions).schemas.get('keep.out')).toBeUndefined();
    expect(found(flow)).toEqual([]);
  });

  it.each<[string, FlowNode['settings'], string, object]>([
    ['read', { file: 'a', limit: 'ten' }, 'settingInvalid', { message: '"Limit" must be a number; it is "ten".', at: 'read/limit' }],
    ['read', { file: 'a', limit: 0 }, 'settingInvalid', { message: '"Limit" must be at least 1; it is 0.', at: 'read/limit' }],
    ['read', { file: 'a', columns: [{ name: 'A', type: 'txt' }] }, 'settingInvalid', { at: 'read/columns/0/type', hint: 'Did you mean "text"?' }],
    ['read', { file: 'a', lmit: 5 }, 'settingUnknown', { message: 'Read has no setting "lmit". Settings: file, columns, limit.', at: 'read/lmit', hint: 'Did you mean "limit"?' }],
    ['read', { file: ' ' }, 'settingBlank', { message: '"File" is blank.', at: 'read/file', hint: 'The file to read.' }],
    ['keep', { column: 'City' }, 'settingBlank', { message: '"Value" is blank.', at: 'keep/value' }],
    ['keep', { column: 'City', value: 'a', mode: 'equal' }, 'settingInvalid', { message: '"Mode" must be "equals" or "filled"; it is "equal".', hint: 'Did you mean "equals"?' }],
    ['keep', { column: 'Citty', value: 'x' }, 'columnMissing', { message: 'There is no column "Citty" in the incoming rows.', at: 'keep/column' }],
    ['write', {}, 'settingBlank', { message: '"Connection" is blank.', at: 'write/connection' }],
    ['keep', { column: '{{gone}}', value: 'x' }, 'parameterUnknown', { message: 'The flow has no parameter "gone". It declares none.', at: 'keep/column' }],
  ])('finds in %s %j: %s', (id, settings, code, problem) => {
    expect(found(withSettings(id, settings))).toEqual([expect.objectContaining({ code, ...problem })]);
  });

  it('does not ask for a field that is not shown', () => {
    expect(found(withSettings('keep', { column: 'City', mode: 'filled' }))).toEqual([]);
  });

  it('checks with the default of a parameter, and with nothing where it has none', () => {
    const parameters = { col: { type: 'text' as const, default: 'Citty' }, max: { type: 'number' as const }, word: { type: 'text' as const } };
    expect(found(withSettings('keep', { column: '{{col}}', value: '{{word}}' }, { parameters })).map(({ code }) => code)).toEqual(['columnMissing']);
    expect(found(withSettings('read', { file: '{{word}}', limit: '{{max}}' }, { parameters }))).toEqual([]);
  });

  it('wants a parameter to have a default of its own type', () => {
    expect(found({ ...testFlow(), parameters: { max: { type: 'number', default: 'ten' } } })).toEqual([
      expect.objectContaining({ code: 'parameterDefault', message: 'The default of the parameter "max" must be a number; it is "ten".' }),
    ]);
  });

  it.each<[string, [string, string][], string[]]>([
    ['a port nobody feeds and rows nobody takes', [['read.out', 'keep.in'], ['map.out', 'write.in']], ['portUnfed map/in', 'portUnused keep/out']],
    ['two edges into one port', [['read.out', 'keep.in'], ['keep.out', 'map.in'], ['map.out', 'write.in'], ['read.rejected', 'write.in']], ['portFedTwice write/in']],
    ['a port that is not there', [['read.out', 'keep.in'], ['keep.out', 'map.in'], ['map.ot', 'write.in']], ['portUnknown map/ot', 'portUnused map/out']],
    ['an edge into a source', [['read.out', 'keep.in'], ['keep.out', 'map.in'], ['map.out', 'write.in'], ['write.rejected', 'read.in']], ['portUnknown read/in']],
    ['a node that is not there', [['read.out', 'keep.in'], ['keep.out', 'map.in'], ['map.out', 'write.in'], ['map.rejected', 'gone.in'], ['x.out', 'y.in']], ['edgeEndMissing ', 'edgeEndMissing map/rejected']],
  ])('finds %s', (_what, edges, problems) => {
    const codes = found(withEdges(...edges)).map(({ code, at }) => `${code} ${at}`);
    expect(codes.filter((code) => !code.startsWith('flowCycle'))).toEqual(problems);
  });

  it('names the way round of a cycle', () => {
    const problems = found(withEdges(['read.out', 'write.in'], ['keep.out', 'map.in'], ['map.out', 'keep.in']));
    expect(problems).toEqual([expect.objectContaining({ code: 'flowCycle', message: 'Rows would go round for ever: keep → map → keep.' })]);
  });

  it('tells of an unknown node type and goes on', () => {
    const flow = testFlow();
    const problems = found({ ...flow, nodes: { ...flow.nodes, map: testNode('mapp'), read: testNode('read') } });
    expect(problems.map(({ code, at }) => `${code} ${at}`)).toEqual(['settingBlank read/file', 'nodeTypeUnknown map']);
    expect(problems[1]!.hint).toBe('Did you mean "map"?');
  });

  it('calls a flow without nodes empty', () => {
    expect(found(emptyDocument('x')).map(({ code }) => code)).toEqual(['flowEmpty']);
  });

  it('tells all at once, in the order rows go', () => {
    const flow = withSettings('write', {});
    flow.nodes['keep'] = testNode('keep', { colum: 'x' });
    flow.nodes['read'] = testNode('read', { limit: 0 });
    expect(found(flow).map(({ at }) => at)).toEqual(['read/limit', 'read/file', 'keep/colum', 'keep/column', 'keep/value', 'write/connection']);
  });
});
