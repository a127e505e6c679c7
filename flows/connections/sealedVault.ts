import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../kit/errors.ts';
import type { MasterKey, Vault } from './vault.ts';
import { writeFileAtomic } from './writeFileAtomic.ts';

/** All secrets in one file: a JSON object of texts, sealed as a whole with AES-256-GCM. Binary parts are base64. */
const sealedFile = z.strictObject({
  sluiceVault: z.literal(1),
  key: z.enum(['keychain', 'passphrase']),
  salt: z.base64(),
  iv: z.base64(),
  tag: z.base64(),
  secrets: z.base64(),
});
type SealedFile = z.output<typeof sealedFile>;

const again = 'Enter the secrets of your connections again.';

const secretsShape = z.record(z.string(), z.string());

interface SealedVault extends Vault {
  /** What the file that is there is sealed under; nothing where there is none, or none of ours. */
  sealedUnder(): Promise<MasterKey['kind'] | undefined>;
  /** Makes an empty file where there is none, else opens the one that is there. Rejects like `get`. */
  begin(): Promise<void>;
}

/**
 * A vault in one encrypted file under one master key. The file can be read by its owner alone (0600) and is replaced as a whole.
 * One process at a time writes well; of two that write at the very same moment, the later wins.
 */
export function sealedVault(file: string, masterKey: MasterKey): SealedVault {
  let queue: Promise<unknown> = Promise.resolve();
  /** One after the other: a change reads the file, changes it and writes it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  }

  async function readFileOfSecrets(): Promise<SealedFile | undefined> {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw unavailable(`The file of secrets ${file} cannot be read (${error.code}). Give your user the right to read it.`, error);
    });
    if (text === undefined) return undefined;
    const sealed = parseSealed(text);
    if (!sealed) throw unavailable(`${file} is no file of secrets of this version of Sluice. Move it away. ${again}`);
    return sealed;
  }

  async function readSealed(): Promise<SealedFile | undefined> {
    const sealed = await readFileOfSecrets();
    if (!sealed || sealed.key === masterKey.kind) return sealed;
    throw unavailable(
      sealed.key === 'keychain'
        ? `The secrets in ${file} are sealed under the key of the system keychain. Unset SLUICE_VAULT_PASSPHRASE, or choose another SLUICE_HOME.`
        : `The secrets in ${file} are locked under a passphrase. Set SLUICE_VAULT_PASSPHRASE to it, or enter it in the window under Connections.`,
    );
  }

  async function readSecrets(sealed: SealedFile): Promise<Record<string, string>> {
    const key = await masterKey.get(Buffer.from(sealed.salt, 'base64'), false);
    if (!key) throw unavailable(`The key of ${file} is no longer in ${masterKey.place}: its secrets cannot be read. ${again}`);
    const secrets = unseal(sealed, key);
    if (secrets) return secrets;
    const reason = masterKey.given ? `${masterKey.given} is not the passphrase of` : `The key in ${masterKey.place} does not open`;
    throw unavailable(`${reason} ${file}. Use the one it was made with, or move the file away and enter the secrets of your connections again.`);
  }

  async function change(edit: (secrets: Record<string, string>) => void): Promise<void> {
    const sealed = await readSealed();
    const salt = sealed ? Buffer.from(sealed.salt, 'base64') : randomBytes(16);
    const known = sealed && (await masterKey.get(salt, false));
    const secrets = sealed && known ? await readSecrets(sealed) : {};
    edit(secrets);
    const key = known || (await masterKey.get(salt, true));
    if (!key) throw unavailable(`${masterKey.place} did not keep the key for the secrets. Unlock it and try again.`);
    // The key went away with the keychain that held it: the old secrets are lost, but nothing is thrown away.
    if (sealed && !known) await rename(file, `${file}.unreadable`);
    await writeFileAtomic(file, `${JSON.stringify(seal(secrets, masterKey.kind, salt, key), null, 2)}\n`, 0o600);
  }

  return {
    get: (name) =>
      inTurn(async () => {
        const sealed = await readSealed();
        const secrets = sealed ? await readSecrets(sealed) : {};
        return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      }),
    set: (name, secret) => inTurn(() => change((secrets) => void (secrets[name] = secret))),
    delete: (name) =>
      inTurn(async () => {
        const sealed = await readSealed();
        if (sealed && Object.hasOwn(await readSecrets(sealed), name)) await change((secrets) => void delete secrets[name]);
      }),
    sealedUnder: () => inTurn(() => readFileOfSecrets().then((sealed) => sealed?.key, () => undefined)),
    begin: () =>
      inTurn(async () => {
        const sealed = await readSealed();
        await (sealed ? readSecrets(sealed) : change(() => {}));
      }),
    probe: async () => {
      const state = await masterKey.probe();
      if (!state.available) return state;
      try {
        const sealed = await inTurn(readSealed);
        if (sealed) await readSecrets(sealed);
        return state;
      } catch (error) {
        return { place: state.place, available: false, message: (error as Error).message };
      }
    },
  };
}

/** What stands openly in the file is bound to what is sealed. */
function bound(kind: MasterKey['kind'], salt: Buffer): Buffer {
  return Buffer.from(`sluiceVault 1 ${kind} ${salt.toString('base64')}`);
}

function seal(secrets: Record<string, string>, kind: MasterKey['kind'], salt: Buffer, key: Uint8Array): SealedFile {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound(kind, salt));
  const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
  return {
    sluiceVault: 1,
    key: kind,
    salt: salt.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    secrets: text.toString('base64'),
  };
}

/** Undefined when the key is another one or the file was changed. */
function unseal(sealed: SealedFile, key: Uint8Array): Record<string, string> | undefined {
  try {
    const salt = Buffer.from(sealed.salt, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: 16 });
    decipher.setAAD(bound(sealed.key, salt)).setAuthTag(Buffer.from(sealed.tag, 'base64'));
    const text = Buffer.concat([decipher.update(Buffer.from(sealed.secrets, 'base64')), decipher.final()]).toString('utf8');
    return secretsShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function parseSealed(text: string): SealedFile | undefined {
  try {
    return sealedFile.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('service', 'vaultUnavailable', { message, cause });
}
