import { expect, it } from 'vitest';
import { flowJsonSchema } from './flowJsonSchema.ts';
import { testDefinitions } from './testDefinitions.ts';

it('describes the document, and the settings of every node type', () => {
  const schema = JSON.parse(JSON.stringify(flowJsonSchema(testDefinitions)));
  expect(schema.required).toEqual(['sluice', 'name', 'nodes', 'edges']);
  expect(schema.additionalProperties).toBe(false);
  const node = schema.properties.nodes.additionalProperties;
  expect(node.properties.type).toEqual({ enum: ['keep', 'map', 'read', 'write'] });
  const read = node.allOf[2].then.properties.settings;
  expect(read.additionalProperties).toBe(false);
  expect(read.properties.file).toEqual({ title: 'File', description: 'The file to read.', type: 'string', default: '' });
  expect(read.properties.limit).toMatchObject({ title: 'Limit', anyOf: [{ type: 'number', minimum: 1, default: 100 }, { type: 'string' }] });
});
