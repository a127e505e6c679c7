import { randomBytes } from 'node:crypto';
import type { LocalExecutorParts } from '../../flows/engine/executors/local.ts';
import { sealerOf } from '../../flows/engine/sealerOf.ts';
import type { OpenSealer, Sealer } from '../../flows/engine/sealer.ts';

type SealKey = NonNullable<LocalExecutorParts['sealKey']>;

/** What the host and its engines seal people's data under. */
export interface HostSealing {
  readonly key: SealKey;
  readonly open: OpenSealer;
  /** The sealer, once it has been asked for. */
  readonly now: () => Sealer | undefined;
}

/**
 * The vault's key, asked for when it is first needed. Where there is no vault, a key that ends with the host: plans can be looked through
 * and runs undone until then, and nothing readable stays behind.
 */
export function hostSealing(vaultKey: SealKey): HostSealing {
  let asked: ReturnType<SealKey> | undefined;
  let sealer: Sealer | undefined;
  const ask: SealKey = async () => {
    const found = await vaultKey();
    if (found.key) {
      sealer = sealerOf(found.key);
      return found;
    }
    const key = randomBytes(32);
    sealer = { ...sealerOf(key), isTemporary: true };
    return { key, isTemporary: true };
  };
  const key: SealKey = () => (asked ??= ask());
  return {
    key,
    async open() {
      await key();
      return { sealer: sealer! };
    },
    now: () => sealer,
  };
}
