import { randomBytes } from 'node:crypto';
import type { LocalExecutorParts } from '../../flows/engine/executors/local.ts';
import { sealerOf } from '../../flows/engine/sealerOf.ts';
import type { OpenSealer, Sealer } from '../../flows/engine/sealer.ts';
import { AppError } from '../../flows/kit/errors.ts';

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
 * and runs undone until then, and nothing readable stays behind. Where the vault opens later, its key is used from then on.
 */
export function hostSealing(vaultKey: SealKey): HostSealing {
  let asked: ReturnType<SealKey> | undefined;
  let sealer: Sealer | undefined;
  let temporary: Uint8Array | undefined;
  const ask: SealKey = async () => {
    const found = await vaultKey();
    if (found.key) {
      sealer = temporary ? alsoOpening(sealerOf(found.key), sealerOf(temporary)) : sealerOf(found.key);
      return found;
    }
    asked = undefined;
    temporary ??= randomBytes(32);
    sealer = { ...sealerOf(temporary), isTemporary: true };
    return { key: temporary, isTemporary: true };
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

/** Opens too what was sealed before the vault was there. */
function alsoOpening(sealer: Sealer, earlier: Sealer): Sealer {
  return {
    ...sealer,
    open(sealed) {
      try {
        return sealer.open(sealed);
      } catch (error) {
        if (error instanceof AppError && error.code === 'sealKeyGone') return earlier.open(sealed);
        throw error;
      }
    },
  };
}
