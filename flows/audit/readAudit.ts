import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AuditEntry } from './auditEntry.ts';
import { auditFiles, parseEntry } from './auditLog.ts';

/** The lines of the audit log of a data folder, oldest first; undefined for one that is none of ours. A log that is not there has none. */
export async function* readAudit(dataFolder: string): AsyncGenerator<AuditEntry | undefined> {
  const { log } = auditFiles(dataFolder);
  if (!existsSync(log)) return;
  for await (const line of createInterface({ input: createReadStream(log), crlfDelay: Infinity })) yield parseEntry(line);
}
