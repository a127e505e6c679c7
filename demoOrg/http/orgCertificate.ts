import type { Database } from '../database.ts';
import { type Certificate, selfSignedCertificate } from './certificate.ts';

/** The certificate of an org, made when it is first needed and kept in its file, so that a client has to trust it only once. */
export function orgCertificate(database: Database, now: Date): Certificate {
  const stored = database.get("SELECT value FROM _meta WHERE name = 'certificate'")?.[0] as string | undefined;
  const known = stored === undefined ? undefined : (JSON.parse(stored) as Certificate);
  if (known && known.validUntil > now.toISOString()) return known;
  const made = selfSignedCertificate(now);
  database.run("INSERT INTO _meta VALUES ('certificate', :value) ON CONFLICT DO UPDATE SET value = :value", { value: JSON.stringify(made) });
  return made;
}
