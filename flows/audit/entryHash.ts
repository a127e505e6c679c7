import { createHash } from 'node:crypto';
import type { AuditEntry } from './auditEntry.ts';

/** What the first line has for `previous`. */
export const noHash = '0'.repeat(64);

/** The entry with its hash: SHA-256 over the previous hash, a line break and the entry as canonical JSON without its own hash. */
export function hashed(entry: Omit<AuditEntry, 'hash'>): AuditEntry {
  return { ...entry, hash: entryHash(entry) };
}

export function entryHash(entry: Omit<AuditEntry, 'hash'> & { readonly hash?: string }): string {
  const { hash: _hash, ...body } = entry;
  return createHash('sha256').update(`${entry.previous}\n${canonicalJson(body)}`).digest('hex');
}

/** JSON with the keys of every object in order (RFC 8785 §3.2.3) and nothing undefined, so that equal things give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
