import type { FieldSeed } from '../seedFormat.ts';

/** The key by which another system knows a record. */
export const externalKey: FieldSeed = {
  type: 'string', label: 'External Key', length: 64, unique: true, externalId: true, help: 'The key of this record in the system it comes from.',
};
