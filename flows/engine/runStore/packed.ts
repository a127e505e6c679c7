import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Sealer } from '../sealer.ts';

/** A value as bytes: JSON, deflated, and sealed where there is a key. */
export function pack(value: unknown, sealer: Sealer | undefined): Uint8Array {
  return packJson(JSON.stringify(value), sealer);
}

/** What is JSON already as bytes: deflated, and sealed where there is a key. */
export function packJson(json: string, sealer: Sealer | undefined): Uint8Array {
  const bytes = deflateRawSync(json, { level: 1 });
  return sealer ? sealer.seal(bytes) : bytes;
}

export function unpack(bytes: Uint8Array, sealer: Sealer | undefined): unknown {
  return JSON.parse(inflateRawSync(sealer ? sealer.open(bytes) : bytes).toString('utf8'));
}
