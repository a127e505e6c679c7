import type { OrgContext } from '../org.ts';
import { type Author, objectWriter } from '../records/objectWriter.ts';
import { quoted } from '../schema/objectType.ts';
import { writableByOrg } from '../schema/writableByOrg.ts';
import { definitionRows, developerName } from '../seed/definitionRows.ts';
import type { RowSeed } from '../seed/seedFormat.ts';

/** What tells the rows of each of these objects apart, and what they are found by, given an object's name. */
const tables = [
  { table: 'FieldDefinition', key: ['DurableId'], found: `"DurableId" LIKE :name || '.%'` },
  { table: 'EntityDefinition', key: ['DurableId'], found: '"DurableId" = :name' },
  { table: 'CustomField', key: ['TableEnumOrId', 'DeveloperName'], found: '"TableEnumOrId" = :name' },
  { table: 'CustomObject', key: ['DeveloperName'], found: ':isCustom = 1 AND "DeveloperName" = :developerName' },
] as const;

/** Makes EntityDefinition and its like say what the object is now. Rows that stay keep their ids. */
export function writeDefinitions({ database, schema }: OrgContext, name: string, { userId, moment }: Author): void {
  const author: Author = { userId, moment, setsAuditFields: true, known: new Set() };
  const object = schema.find(name);
  const rows = object ? definitionRows({ ...schema, objects: [object] }) : [];
  const parameters = { name, developerName: developerName(name), isCustom: Number(/__\w$/.test(name)) };
  for (const { table, key, found } of tables) {
    const columns = key.map(quoted).join(` || '.' || `);
    const there = new Map(database.all(`SELECT ${columns}, "Id" FROM ${quoted(table)} WHERE ${found}`, parameters) as [string, string][]);
    for (const row of rows.filter((one) => one.object === table)) there.delete(keyOf(row, key));
    for (const id of there.values()) database.run(`DELETE FROM ${quoted(table)} WHERE "Id" = :id`, { id });
  }
  let entity = '';
  for (const row of rows) {
    const { table, key } = tables.find((one) => one.table === row.object)!;
    const writer = objectWriter(database, schema, writableUpdates(table));
    const values = table === 'FieldDefinition' ? { ...row.values, EntityDefinitionId: entity } : row.values;
    const where = `${key.map(quoted).join(` || '.' || `)} = :key`;
    const known = database.get(`SELECT "Id" FROM ${quoted(table)} WHERE ${where}`, { key: keyOf(row, key) })?.[0] as string | undefined;
    if (known === undefined) {
      const made = writer.insert(values, author);
      if (table === 'EntityDefinition') entity = made;
      writer.keepNumber();
    } else {
      writer.update(known, values, author);
      if (table === 'EntityDefinition') entity = known;
    }
  }

  function writableUpdates(table: string): ReturnType<typeof writableByOrg> {
    return writableByOrg(schema.at(table));
  }
}

function keyOf({ values }: RowSeed, key: readonly string[]): string {
  return key.map((name) => String(values[name])).join('.');
}
