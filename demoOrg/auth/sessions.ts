import { randomBytes } from 'node:crypto';
import type { Database } from '../database.ts';

export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly client: string;
}

/** Access and refresh tokens. They are kept in the file, so a client stays signed in over a restart. */
export interface Sessions {
  issue(userId: string, client: string): string;
  /** The session of an access token that is still good; using it prolongs it. */
  find(token: string): Session | undefined;
  issueRefresh(userId: string, client: string): string;
  findRefresh(token: string): Session | undefined;
  /** Takes a token back; with a refresh token go the sessions that its app has of the same user. */
  revoke(token: string): boolean;
  /** Ends every session; refresh tokens stay good. */
  expireAll(): void;
  /** Takes back every token there is, so that everybody has to sign in anew. */
  revokeAll(): void;
}

const sessionMs = 2 * 60 * 60 * 1_000;
/** A session's end is written down again only after this long, so that reading stays reading. */
const prolongAfterMs = 5 * 60 * 1_000;

export function openSessions(database: Database, organizationId: string, now: () => Date): Sessions {
  const insert = 'INSERT INTO _session VALUES (:token, :kind, :userId, :client, :expiresAt)';
  const at = (): number => now().getTime();
  database.run("DELETE FROM _session WHERE kind = 'access' AND expiresAt < :now", { now: at() });
  return {
    issue(userId, client) {
      // Clients know an access token by its shape: the org's id, an exclamation mark, letters, digits, dots.
      const token = `${organizationId}!${randomText(72)}`;
      database.run(insert, { token, kind: 'access', userId, client, expiresAt: at() + sessionMs });
      return token;
    },
    find(token) {
      const row = database.get("SELECT userId, client, expiresAt FROM _session WHERE token = :token AND kind = 'access'", { token });
      const left = row ? Number(row[2]) - at() : 0;
      if (!row || left <= 0) return undefined;
      if (left < sessionMs - prolongAfterMs) database.run('UPDATE _session SET expiresAt = :end WHERE token = :token', { token, end: at() + sessionMs });
      return { token, userId: row[0] as string, client: row[1] as string };
    },
    issueRefresh(userId, client) {
      const token = `5Aep861${randomText(72)}`;
      database.run(insert, { token, kind: 'refresh', userId, client, expiresAt: null });
      return token;
    },
    findRefresh(token) {
      const row = database.get("SELECT userId, client FROM _session WHERE token = :token AND kind = 'refresh'", { token });
      return row && { token, userId: row[0] as string, client: row[1] as string };
    },
    revoke(token) {
      const [kind, userId, client] = (database.get('DELETE FROM _session WHERE token = :token RETURNING kind, userId, client', { token }) ?? []) as (string | undefined)[];
      if (kind === 'refresh') database.run("DELETE FROM _session WHERE kind = 'access' AND userId = :userId AND client = :client", { userId: userId!, client: client! });
      return kind !== undefined;
    },
    expireAll: () => database.run("DELETE FROM _session WHERE kind = 'access'"),
    revokeAll: () => database.run('DELETE FROM _session'),
  };
}

function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url').replaceAll('-', '.');
}
