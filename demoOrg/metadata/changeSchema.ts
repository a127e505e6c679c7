import type { OrgContext } from '../org.ts';
import { hasEvents, keepEventSchema } from '../events/eventSchemas.ts';
import { OrgError } from '../orgError.ts';
import type { Author } from '../records/objectWriter.ts';
import { rollUps } from '../records/rollUps.ts';
import { ruleCheck } from '../records/ruleCheck.ts';
import { columnSql, createObjectTable, indexesOf } from '../schema/createTables.ts';
import { type ObjectType, quoted } from '../schema/objectType.ts';
import { objectTypeOf } from '../schema/objectTypeOf.ts';
import { checkSchema } from '../seed/checkSchema.ts';
import type { ObjectSeed } from '../seed/seedFormat.ts';
import { writeDefinitions } from './writeDefinitions.ts';

/** How an object is written down now; undefined where there is none. */
export function objectSeed({ database }: OrgContext, name: string): ObjectSeed | undefined {
  const definition = database.get('SELECT definition FROM _object WHERE name = :name', { name })?.[0] as string | undefined;
  return definition === undefined ? undefined : (JSON.parse(definition) as ObjectSeed);
}

/**
 * Makes an object what `seed` says: adds it, changes its fields, or takes it away with its records (undefined). Everything or nothing.
 * @throws OrgError `DEPENDENCY_EXISTS` where something else would no longer fit, `DUPLICATE_VALUE` where values are not as unique as they would have to be
 */
export function changeSchema(org: OrgContext, name: string, seed: ObjectSeed | undefined, author: Author): void {
  const { database, schema } = org;
  try {
    database.transaction(() => {
      const before = schema.find(name);
      if (before && hasEvents(before)) keepEventSchema(database, before);
      if (seed === undefined) dropObject(org, name);
      else if (!before) createObjectTable(database, name, seed);
      else alterTable(org, before, objectTypeOf(name, seed), seed);
      schema.reload();
      checkSchema(schema);
      for (const object of schema.objects) ruleCheck(database, schema, object);
      if (before && seed) fillRollUps(org, before, schema.at(name));
      writeDefinitions(org, name, author);
    });
  } catch (error) {
    schema.reload();
    if (error instanceof OrgError) throw error;
    const { message } = error as Error;
    if (/UNIQUE constraint/i.test(message)) throw new OrgError('DUPLICATE_VALUE', 'There are records with the same value, so the field cannot be unique.');
    throw new OrgError('DEPENDENCY_EXISTS', message);
  }
}

function dropObject({ database }: OrgContext, name: string): void {
  database.exec(`DROP TABLE ${quoted(name)}`);
  database.run('DELETE FROM _object WHERE name = :name', { name });
}

function alterTable({ database }: OrgContext, before: ObjectType, after: ObjectType, seed: ObjectSeed): void {
  const table = quoted(after.name);
  for (const field of before.columns) {
    const kept = after.byName.get(field.name);
    const indexes = kept ? indexesOf(after, kept).map(({ sql }) => sql) : [];
    for (const { name, sql } of indexesOf(before, field)) if (!indexes.includes(sql)) database.exec(`DROP INDEX ${quoted(name)}`);
    if (!kept) database.exec(`ALTER TABLE ${table} DROP COLUMN ${quoted(field.name)}`);
    else if (columnSql(kept) !== columnSql(field)) throw new OrgError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: a field cannot become one of another type`);
  }
  for (const field of after.columns) {
    const known = before.byName.get(field.name);
    if (!known) {
      database.exec(`ALTER TABLE ${table} ADD COLUMN ${columnSql(field)}`);
      // Of the records that are there, only a checkbox holds something at once.
      if (field.type === 'boolean') database.run(`UPDATE ${table} SET ${quoted(field.name)} = :value`, { value: Number(field.default) });
    }
    const indexes = known ? indexesOf(before, known).map(({ sql }) => sql) : [];
    for (const { sql } of indexesOf(after, field)) if (!indexes.includes(sql)) database.exec(sql);
  }
  database.run('UPDATE _object SET definition = :definition WHERE name = :name', { name: after.name, definition: JSON.stringify(seed) });
}

function fillRollUps({ database, schema }: OrgContext, before: ObjectType, after: ObjectType): void {
  const added = after.columns.filter(({ name, rollUp }) => rollUp && !before.byName.has(name));
  if (added.length === 0) return;
  const ids = database.all(`SELECT "Id" FROM ${quoted(after.name)}`).map(([id]) => id as string);
  for (const { rollUp } of added) rollUps(database, schema).ofParents(schema.at(rollUp!.of.split('.')[0]!), ids);
}
