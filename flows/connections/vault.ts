/** Where secrets are kept: short texts by name. Nothing of it is read before a secret is needed. */
export interface Vault {
  /** Undefined when there is no secret of that name. Rejects with kind `service`, code `vaultUnavailable`, when the vault cannot be opened. */
  get(name: string): Promise<string | undefined>;
  set(name: string, secret: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** Tries to write, read and delete: whether secrets can be kept now. Never rejects. */
  probe(): Promise<VaultState>;
}

export interface VaultState {
  /** In words: "the system keychain". */
  readonly place: string;
  readonly available: boolean;
  /** Why not, and what to do. */
  readonly message?: string;
  /** What a person can do about it: put the secrets under a new passphrase, or enter the one that they are under. */
  readonly passphrase?: 'choose' | 'enter';
}

/** A vault that a person may put under a passphrase of their own. */
export interface PersonsVault extends Vault {
  /**
   * Opens the file under this passphrase, or begins one under it where there is none; the passphrase is held in this process alone. A file
   * sealed under the keychain is set aside as `secrets.json.keychain`. Rejects with code `vaultUnavailable` for a passphrase that is not the file's.
   */
  unlock(passphrase: string): Promise<void>;
}

/** The 32 bytes that seal the vault's file, and where they come from. */
export interface MasterKey {
  /** Written into the file, so that the wrong source of keys is told apart from a wrong key. */
  readonly kind: 'keychain' | 'passphrase';
  readonly place: string;
  /** How a passphrase was given, as the beginning of a sentence. */
  readonly given?: string;
  /**
   * Undefined when no key was ever made, unless `make` asks for one.
   * @param salt the file's own; a key that comes from a passphrase depends on it.
   */
  get(salt: Uint8Array, make: boolean): Promise<Uint8Array | undefined>;
  probe(): Promise<VaultState>;
}
