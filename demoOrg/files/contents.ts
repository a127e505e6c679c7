import type { Database } from '../database.ts';

/** Stands in a record for bytes that are kept beside it. */
export const kept = 'kept';

/** The bytes of files, by the version they belong to. */
export interface Contents {
  keep(version: string, bytes: Buffer): void;
  read(version: string): Uint8Array | undefined;
  megabytes(): number;
}

export function openContents(database: Database): Contents {
  database.exec('CREATE TABLE IF NOT EXISTS _content (version TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
  return {
    keep: (version, bytes) => void database.prepare('INSERT OR REPLACE INTO _content VALUES (?, ?)').run(version, bytes),
    read: (version) => database.get('SELECT bytes FROM _content WHERE version = :version', { version })?.[0] as unknown as Uint8Array | undefined,
    megabytes: () => Math.ceil(Number(database.get('SELECT coalesce(sum(length(bytes)), 0) FROM _content')![0]) / (1_024 * 1_024)),
  };
}
