import { json } from '../http/reply.ts';
import type { OrgContext } from '../org.ts';
import { OrgError } from '../orgError.ts';
import type { RecordInput } from '../records/objectWriter.ts';
import type { RecordError } from '../records/outcome.ts';
import type { WriteOptions } from '../records/records.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { authorOf } from './authorOf.ts';
import { objectBody, type Resource, resource } from './resource.ts';

const mostRecords = 200;
const deepest = 5;

interface TreeRecord {
  readonly object: ObjectType;
  readonly referenceId: string;
  readonly input: RecordInput;
  /** The field that points to the parent, and where the parent stands in the list. */
  readonly parent: { readonly field: string; readonly index: number } | undefined;
}

/** Records with their children inside, all of them or none. */
export const treeResources: readonly Resource[] = [
  resource('POST', '/composite/tree/{object}', (request, org, session) => {
    const schema = org.schemaFor(session.userId);
    const records = readTree(objectBody(request).records, schema, schema.at(request.params.object!));
    const written = writeTree(org, records, { author: authorOf(org, session, request), allOrNone: false });
    return json(written, written.hasErrors ? 400 : 201);
  }),
];

/** The records of the tree as a list in which parents stand before their children. */
function readTree(given: unknown, schema: Schema, object: ObjectType): TreeRecord[] {
  const list: TreeRecord[] = [];
  const names = new Set<string>();

  function add(records: unknown, of: ObjectType, parent: TreeRecord['parent'], depth: number): void {
    if (!Array.isArray(records)) throw new OrgError('JSON_PARSER_ERROR', 'A tree needs "records", a list of records.');
    if (depth > deepest) throw new OrgError('INVALID_INPUT', `A tree may be ${deepest} levels deep.`);
    for (const record of records) {
      const { attributes, ...values } = objectBody({ body: record as unknown }, 'Every record of a tree is a JSON object.');
      const { type, referenceId } = (attributes ?? {}) as { type?: unknown; referenceId?: unknown };
      if (typeof referenceId !== 'string' || typeof type !== 'string')
        throw new OrgError('INVALID_INPUT', 'Include a type and a reference ID for each record in the request.');
      if (type.toLowerCase() !== of.name.toLowerCase())
        throw new OrgError('INVALID_INPUT', `The record ${referenceId} is a ${type}, and its place is for ${of.name}.`);
      if (names.has(referenceId)) throw new OrgError('INVALID_INPUT', `Duplicate ReferenceId provided in the request: ${referenceId}`);
      names.add(referenceId);
      if (list.length >= mostRecords) throw new OrgError('INVALID_INPUT', `A tree may hold ${mostRecords} records at most.`);
      const relationships = schema.children(of).filter(({ name }) => name !== undefined && name in values);
      const childNames = new Set(relationships.map(({ name }) => name));
      const input = Object.fromEntries(Object.entries(values).filter(([name]) => !childNames.has(name)));
      const index = list.push({ object: of, referenceId, parent, input }) - 1;
      for (const { child, field, name } of relationships) {
        const { records: children } = objectBody({ body: values[name!] }, `"${name!}" is an object with "records".`);
        add(children, schema.at(child), { field, index }, depth + 1);
      }
    }
  }

  add(given, object, undefined, 1);
  return list;
}

interface TreeResult {
  readonly hasErrors: boolean;
  readonly results: readonly ({ readonly referenceId: string } & ({ readonly id: string } | { readonly errors: readonly RecordError[] }))[];
}

class Refused extends Error {
  readonly result: TreeResult;

  constructor(result: TreeResult) {
    super('a record was refused');
    this.result = result;
  }
}

function writeTree(org: OrgContext, records: readonly TreeRecord[], options: WriteOptions): TreeResult {
  try {
    return org.database.transaction(() => {
      const ids: (string | undefined)[] = [];
      const failed: { referenceId: string; errors: readonly RecordError[] }[] = [];
      for (const { object, referenceId, input, parent } of records) {
        const parentId = parent && ids[parent.index];
        // Children of a refused record are not tried: their parent is what has to be mended.
        if (parent && parentId === undefined) {
          ids.push(undefined);
          continue;
        }
        const [outcome] = org.records.create([{ object, input: parent ? { ...input, [parent.field]: parentId } : input }], options);
        ids.push(outcome!.success ? outcome!.id : undefined);
        if (!outcome!.success) failed.push({ referenceId, errors: outcome!.errors });
      }
      if (failed.length > 0) throw new Refused({ hasErrors: true, results: failed });
      return { hasErrors: false, results: records.map(({ referenceId }, index) => ({ referenceId, id: ids[index]! })) };
    });
  } catch (error) {
    if (error instanceof Refused) return error.result;
    throw error;
  }
}
