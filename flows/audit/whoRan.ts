import type { AuditEntry } from './auditEntry.ts';
import { readAudit } from './readAudit.ts';

/** Who began or resumed a run, and as which user of which org it wrote: what the audit log says of it, oldest first. */
export interface WhoRan {
  readonly people: readonly { readonly user: string; readonly host: string; readonly at: string }[];
  readonly connections: readonly NonNullable<AuditEntry['connection']>[];
}

const beginnings = new Set(['runStarted', 'runResumed', 'runRetried', 'planned', 'applied', 'undone']);

/** Each person and each connection once. Nobody where the log of this data folder does not know the run. */
export async function whoRan(dataFolder: string, run: string): Promise<WhoRan> {
  const people = new Map<string, WhoRan['people'][number]>();
  const connections = new Map<string, WhoRan['connections'][number]>();
  for await (const entry of readAudit(dataFolder)) {
    if (entry?.run !== run) continue;
    const { action, at, who, connection } = entry;
    const person = `${who.user} ${who.host}`;
    if (beginnings.has(action) && !people.has(person)) people.set(person, { ...who, at });
    if (connection) connections.set(`${connection.name} ${connection.user ?? ''}`, connection);
  }
  return { people: [...people.values()], connections: [...connections.values()] };
}
