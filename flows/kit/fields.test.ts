import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeFields, f, isFieldShown } from './fields.ts';

const settings = z.object({
  object: f.text({ title: 'Object', help: 'Where to write.', required: true }),
  operation: f.choice(
    [
      { value: 'insert', title: 'Insert' },
      { value: 'upsert', title: 'Upsert' },
    ],
    { title: 'Operation', help: 'What to do.', default: 'insert' },
  ),
  key: f.lookup({ title: 'Key', help: 'The external id.', lookup: 'keys', when: { setting: 'operation', is: ['upsert'] } }),
  size: f.number({ title: 'Batch size', help: 'Rows at a time.', default: 200, min: 1, max: 200, unit: 'rows', advanced: true }),
  condition: f.formula({ title: 'Condition', help: 'Which rows.', result: 'boolean' }),
  columns: f.mapping({ title: 'Columns', help: 'What to fill.' }),
  file: f.file({ title: 'File', help: 'What to read.', file: { access: 'read', extensions: ['csv'] } }),
});

describe('fields', () => {
  it('all have a default, so that no settings are settings', () => {
    expect(settings.parse({})).toEqual({ object: '', operation: 'insert', key: '', size: 200, condition: '', columns: [], file: '' });
  });

  it('describe themselves, in order', () => {
    const fields = describeFields(settings);
    expect(fields.map(({ name, control, default: value }) => [name, control, value])).toEqual([
      ['object', 'text', ''],
      ['operation', 'choice', 'insert'],
      ['key', 'lookup', ''],
      ['size', 'number', 200],
      ['condition', 'formula', ''],
      ['columns', 'mapping', []],
      ['file', 'file', ''],
    ]);
    expect(fields[0]).toMatchObject({ title: 'Object', help: 'Where to write.', required: true });
    expect(fields[3]).toMatchObject({ unit: 'rows', advanced: true });
    expect(fields[4]).toMatchObject({ result: 'boolean' });
  });

  it('refuse what does not fit', () => {
    expect(settings.safeParse({ size: 0 }).success).toBe(false);
    expect(settings.safeParse({ operation: 'delete' }).success).toBe(false);
    expect(settings.safeParse({ columns: [{ column: 'A', formula: 'B', more: 1 }] }).success).toBe(false);
  });

  it('are JSON Schema with title and help', () => {
    const schema = z.toJSONSchema(settings, { io: 'input' });
    expect(schema.properties!['size']).toMatchObject({ title: 'Batch size', description: 'Rows at a time.', default: 200, minimum: 1, maximum: 200 });
  });

  it('are shown when the setting they hang on has one of its values', () => {
    const key = describeFields(settings).find(({ name }) => name === 'key')!;
    expect([isFieldShown(key, { operation: 'insert' }), isFieldShown(key, { operation: 'upsert' })]).toEqual([false, true]);
  });
});
