import { createHash } from 'node:crypto';

/** The id under which publisher and subscribers know a platform event, made of the one of its record. */
export function eventUuid(recordId: string): string {
  const hex = createHash('sha256').update(recordId).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
