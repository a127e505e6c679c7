import { z } from 'zod';
import type { NodeDefinition } from '../kit/defineNode.ts';
import type { FieldMeta } from '../kit/fields.ts';
import { documentSchema } from './document.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * JSON Schema (2020-12) of a flow file, for editors and other tools. With the node types at hand the settings are described too;
 * a setting that is no text may also be a text that names a parameter.
 */
export function flowJsonSchema(definitions: Readonly<Record<string, NodeDefinition>> = {}): JsonSchema {
  const schema = z.toJSONSchema(documentSchema, { io: 'input' });
  const nodes = schema.properties!['nodes'] as JsonSchema;
  const node = nodes.additionalProperties as JsonSchema;
  const types = Object.values(definitions).sort((a, b) => (a.type < b.type ? -1 : 1));
  if (types.length === 0) return schema;
  node.properties = { ...node.properties, type: { enum: types.map(({ type }) => type) } };
  node.allOf = types.map((definition) => ({
    if: { properties: { type: { const: definition.type } } },
    // JSON Schema's own word, and data.
    // oxlint-disable-next-line no-thenable
    then: { properties: { settings: settingsSchema(definition) } },
  }));
  return schema;
}

function settingsSchema(definition: NodeDefinition): JsonSchema {
  const { $schema: _version, ...settings } = z.toJSONSchema(definition.settings, { io: 'input' });
  const properties = Object.entries(settings.properties ?? {}).map(([name, property]) => {
    const { title, description, ...inner } = withoutFieldMeta(property as JsonSchema);
    const isText = inner.type === 'string' && inner.enum === undefined;
    return [name, { title, description, ...(isText ? inner : { anyOf: [inner, { type: 'string', pattern: '^\\{\\{.+\\}\\}$' }] }) }];
  });
  return { ...settings, properties: Object.fromEntries(properties) as NonNullable<JsonSchema['properties']>, additionalProperties: false };
}

/** What a field says for the form is no JSON Schema, and its `required` would even mean something else there. */
function withoutFieldMeta(property: JsonSchema): JsonSchema {
  const meta: Readonly<Record<keyof Omit<FieldMeta, 'title' | 'help'>, true>> = {
    control: true, required: true, advanced: true, when: true, placeholder: true, options: true,
    lookup: true, file: true, system: true, result: true, unit: true, multiline: true, language: true, cells: true,
  };
  return Object.fromEntries(Object.entries(property).filter(([name]) => !Object.hasOwn(meta, name)));
}
