import type { Database } from '../database.ts';
import { objectWriter, type ObjectWriter } from '../records/objectWriter.ts';
import { stampFormat } from '../orgFormat.ts';
import { RecordFault } from '../records/outcome.ts';
import { ruleCheck } from '../records/ruleCheck.ts';
import { storedMoment } from '../records/readField.ts';
import { createObjectTable, createOwnTables } from '../schema/createTables.ts';
import { fieldOf, type ObjectType } from '../schema/objectType.ts';
import { recordId } from '../schema/recordId.ts';
import { loadSchema, type Schema } from '../schema/schema.ts';
import { writableByOrg } from '../schema/writableByOrg.ts';
import { checkSchema } from './checkSchema.ts';
import { definitionRows } from './definitionRows.ts';
import { permissionRows } from './permissionRows.ts';
import type { RowSeed, Seed } from './seedFormat.ts';

/** Fills a new database: tables, then rows through the same writer that clients use. Everything or nothing. */
export function applySeed(database: Database, seed: Seed, now: Date): void {
  database.transaction(() => {
    createOwnTables(database);
    for (const [name, object] of Object.entries(seed.objects)) createObjectTable(database, name, object);
    for (const client of seed.clients) database.run('INSERT INTO _client VALUES (:id, :definition)', { id: client.id, definition: JSON.stringify(client) });
    const schema = loadSchema(database);
    checkSchema(schema);
    for (const object of schema.objects) ruleCheck(database, schema, object);
    const administrator = administratorId(seed, schema);
    writeRows(database, schema, seed, { moment: storedMoment(now.getTime()), userId: administrator });
    const { name, timeZone, dailyApiRequests, password, fiscalYearStartMonth = 1 } = seed.organization;
    const organization = { id: recordId('00D', 1), name, timeZone, dailyApiRequests, password, administrator, fiscalYearStartMonth };
    database.run("INSERT INTO _meta VALUES ('organization', :value)", { value: JSON.stringify(organization) });
    stampFormat(database);
  });
}

/** The administrator writes the first rows, so the id has to be known before the row is there. */
function administratorId(seed: Seed, schema: Schema): string {
  const index = seed.rows.filter(({ object }) => object === 'User').findIndex(({ key }) => key === seed.organization.administrator);
  if (index < 0) throw new Error(`The seed names "${seed.organization.administrator}" as its administrator, and no User row has that key.`);
  return recordId(schema.at('User').keyPrefix, index + 1);
}

function writeRows(database: Database, schema: Schema, seed: Seed, by: { moment: string; userId: string }): void {
  const author = { ...by, setsAuditFields: true, allowsDuplicates: true, known: new Set<string>() };
  const ids = new Map<string, string>();
  const writers = new Map<string, ObjectWriter>();
  const { name, timeZone } = seed.organization;
  const organization: RowSeed = {
    object: 'Organization',
    values: {
      Name: name,
      InstanceName: 'DEMO',
      IsSandbox: false,
      OrganizationType: 'Developer Edition',
      TimeZoneSidKey: timeZone,
      LanguageLocaleKey: 'en_US',
      DefaultLocaleSidKey: 'en_US',
      FiscalYearStartMonth: seed.organization.fiscalYearStartMonth ?? 1,
    },
  };
  for (const row of [organization, ...seed.rows, ...permissionRows(seed, schema), ...definitionRows(schema)]) {
    const object = schema.at(row.object);
    const writer = writers.get(object.name) ?? objectWriter(database, schema, writableByOrg(object));
    writers.set(object.name, writer);
    try {
      const values = Object.entries(row.values).map(([field, value]) => [field, pointed(object, field, value, ids)]);
      const id = writer.insert(Object.fromEntries(values), row.older ? { ...author, predatesRules: true } : author);
      if (row.key !== undefined) ids.set(row.key, id);
    } catch (error) {
      if (!(error instanceof RecordFault)) throw error;
      throw new Error(`The seed's ${row.object} row ${row.key ?? JSON.stringify(row.values)} is refused: ${error.message}`, { cause: error });
    }
  }
  for (const writer of writers.values()) writer.keepNumber();
}

/** `@demo` in a reference field is the id of the row with the key `demo`. */
function pointed(object: ObjectType, field: string, value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'string' || !value.startsWith('@') || (fieldOf(object, field)?.referenceTo.length ?? 0) === 0) return value;
  const id = ids.get(value.slice(1));
  if (id === undefined) throw new Error(`The seed's ${object.name}.${field} points to "${value}", and no row above it has that key.`);
  return id;
}
