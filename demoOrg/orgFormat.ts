import type { Database } from './database.ts';
import { quoted } from './schema/objectType.ts';

/** Raised whenever an org made by an older version lacks something that this one counts on. */
const orgFormat = '3';

export function stampFormat(database: Database): void {
  database.run("INSERT INTO _meta VALUES ('format', :orgFormat)", { orgFormat });
}

/** What the file holds: nothing yet, an org of this version, or one of another version with or without changes of the user's own. */
export function formatOf(database: Database): 'new' | 'current' | 'untouched' | 'changed' {
  if (database.get("SELECT 1 FROM sqlite_schema WHERE name = '_meta'") === undefined) return 'new';
  if (database.get("SELECT 1 FROM _meta WHERE name = 'format' AND value = :orgFormat", { orgFormat })) return 'current';
  const [made] = database.get('SELECT "SystemModstamp" FROM "Organization"') ?? [];
  // A seed of the user's own is a change, too.
  const [seeds] = database.get("SELECT value FROM _meta WHERE name = 'seeds'") ?? ['[]'];
  if (seeds !== '[]') return 'changed';
  const names = database.all('SELECT name FROM _object').map(([name]) => name as string);
  const later = (name: string): string => `SELECT 1 FROM ${quoted(name)} WHERE "SystemModstamp" > :made LIMIT 1`;
  const isChanged = names.some((name) => database.get(later(name), { made: made as string }) !== undefined);
  return isChanged ? 'changed' : 'untouched';
}

/** Takes everything out of the file, so that a new org can be made in it. */
export function emptyOut(database: Database): void {
  const tables = database.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  database.transaction(() => {
    for (const [name] of tables) database.exec(`DROP TABLE ${quoted(name as string)}`);
  });
}

/** Said instead of opening an org that an older version made and that holds the user's own changes. */
export function otherFormat(): Error {
  return Object.assign(
    new Error(
      "The demo org's file was made by another version of the demo org and holds changes of yours. "
        + 'Reset the org to make it anew, or move the file away to keep it.',
    ),
    { code: 'EORGFILE' },
  );
}
