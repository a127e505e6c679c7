import { AppError } from '../../kit/errors.ts';

/** What was kept is sealed, and there is nothing to open it with. */
export function noKey(): never {
  throw new AppError('service', 'sealKeyGone', {
    message: 'What was kept of this run is sealed, and the vault that has the key is not available.',
    hint: 'Unlock the keychain, or set SLUICE_SEAL_KEY or SLUICE_VAULT_PASSPHRASE as it was when the run was made.',
  });
}
