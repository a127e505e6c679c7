import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, type Connection } from '../kit/connection.ts';
import { AppError, closest } from '../kit/errors.ts';
import { maskingKeyName } from '../kit/maskingKey.ts';
import { connectionStore, type StoredConnection } from './connectionStore.ts';
import { demoConnection, demoName, type StartOrg } from './demoConnection.ts';
import { envConnection } from './envConnection.ts';
import { maskingKey } from './maskingKey.ts';
import { openVault } from './openVault.ts';
import { sealKey, type SealKey } from './sealKey.ts';
import { sessionKeeper, type Credentials, type SessionMaker } from './sessionKeeper.ts';
import type { PersonsVault, VaultState } from './vault.ts';

interface ConnectionsOptions {
  readonly dataFolder: string;
  /** demoOrg/startOrg. */
  readonly startOrg: StartOrg;
  readonly env?: NodeJS.ProcessEnv;
  readonly vault?: PersonsVault;
  /** How sessions are renewed; without it they end when they end. */
  readonly sessions?: SessionMaker;
}

/** A connection as lists show it: never with a secret. */
interface ListedConnection extends StoredConnection {
  readonly builtIn: boolean;
}

export interface Connections {
  /** The demo org first, then by name. */
  list(): Promise<ListedConnection[]>;
  /**
   * Adds or changes a connection. Secrets that are not given stay as they are, unless the connection now leads elsewhere; a blank one is removed.
   * So do the settings that a person has chosen (`stopAtPercent`, `apiVersion`): signing in again does not touch them.
   * Rejects with kind `settings` for a name that cannot be, `service` where the vault is not available.
   */
  save(connection: StoredConnection, secrets: Readonly<Record<string, string>>): Promise<void>;
  remove(name: string): Promise<void>;
  /**
   * The connection with a session, made now where it has none or where `refused` is the one it has. What the environment gives wins over
   * the store. What sessions are made of does not come along. Rejects with kind `settings` when there is none of that name, `service`
   * when no session can be had.
   */
  resolve(name: string, refused?: Secret): Promise<Connection>;
  /** Where what a connection's org says of itself is kept: describes, limits (`keptLimits`). It need not exist. */
  folder(name: string): string;
  vault(): Promise<VaultState>;
  /** Opens the file of secrets under a person's passphrase, or begins one. Rejects like `PersonsVault.unlock`. */
  unlockVault(passphrase: string): Promise<void>;
  /** What runs seal people's data under; made on first use. */
  sealKey(): Promise<SealKey>;
  demoOrgUrl(): Promise<string | undefined>;
  /** Ends the demo org if it was started here. */
  close(): Promise<void>;
}

/** Secrets that make sessions: nobody but the session maker needs them. */
const signInSecrets = new Set(['refreshToken', 'clientSecret', 'privateKey']);
const noSessions: SessionMaker = {
  canRenew: () => false,
  renew({ name }) {
    throw new AppError('service', 'loginExpired', { message: `The session of the connection "${name}" has ended.`, hint: 'Open Connections and sign in again.' });
  },
};

/** Settings that say where secrets are sent. */
const destinations = ['instanceUrl', 'loginUrl'];

/** Settings that somebody has chosen for an org; no way of signing in gives them. */
const choices = ['stopAtPercent', 'apiVersion'];

/** The settings with those choices of before that are not given, while the org is the same; blank ones are left out. */
function withChoices(settings: StoredConnection['settings'], before: StoredConnection | undefined): StoredConnection['settings'] {
  const kept = before?.settings['instanceUrl'] === settings['instanceUrl'] ? choices.map((name) => [name, before?.settings[name] ?? ''] as const) : [];
  return Object.fromEntries(Object.entries({ ...Object.fromEntries(kept), ...settings }).filter(([name, value]) => value !== '' || !choices.includes(name)));
}

/** Opens the connections of a data folder. Nothing is read, made or started before it is needed. */
export function openConnections(options: ConnectionsOptions): Connections {
  const { dataFolder, startOrg, env = process.env, sessions = noSessions } = options;
  const { vault = openVault(dataFolder, env) } = options;
  const store = connectionStore(join(dataFolder, 'connections.json'));
  const demo = demoConnection(dataFolder, startOrg);
  const keeper = sessionKeeper(sessions);
  /** Sessions of connections that the environment gives: there is no vault to keep them in. */
  const envSessions = new Map<string, Credentials>();

  const folderOf = (name: string): string => join(dataFolder, 'orgs', name);

  async function storedSecrets(name: string): Promise<Record<string, string>> {
    return JSON.parse((await vault.get(vaultName(name))) ?? '{}') as Record<string, string>;
  }

  async function readStored(name: string): Promise<Credentials> {
    const known = await store.read();
    const connection = known.find((one) => one.name === name);
    if (!connection) throw unknownConnection(name, known);
    return { ...connection, secrets: await storedSecrets(name) };
  }

  /** A new session of a stored connection. What was changed meanwhile stays changed; what was removed stays away. */
  async function keepSession({ name, settings, secrets }: Credentials): Promise<void> {
    const known = await store.read();
    const before = known.find((one) => one.name === name);
    if (!before) return;
    await vault.set(vaultName(name), JSON.stringify(secrets));
    if (before.settings['instanceUrl'] === settings['instanceUrl']) return;
    await store.write(known.map((one) => (one === before ? { ...one, settings: { ...one.settings, instanceUrl: settings['instanceUrl']! } } : one)));
  }

  function asConnection(credentials: Credentials): Connection {
    const { name, system, environment, settings, secrets } = credentials;
    const shown = Object.entries(secrets).filter(([key]) => !signInSecrets.has(key));
    const connection = { name, system, environment, settings, folder: folderOf(name), secrets: Object.fromEntries(shown.map(([key, secret]) => [key, new Secret(secret)])) };
    const { accessToken } = connection.secrets;
    return accessToken && sessions.canRenew(credentials) ? { ...connection, renew: () => resolve(name, accessToken) } : connection;
  }

  async function resolve(name: string, refused?: Secret): Promise<Connection> {
    if (name === maskingKeyName) return maskingKey(env, () => sealKey({ dataFolder, env, vault }));
    const given = await envConnection(name, env);
    if (given) {
      const read = async (): Promise<Credentials> => envSessions.get(name) ?? given;
      const keep = async (renewed: Credentials): Promise<void> => void envSessions.set(name, renewed);
      return asConnection(await keeper.withSession({ name, read, keep }, refused?.reveal()));
    }
    if (name !== demoName) {
      const place = { name, read: () => readStored(name), keep: keepSession };
      return asConnection(await keeper.withSession(place, refused?.reveal()));
    }
    const connection = await demo.resolve();
    return { ...connection, folder: folderOf(demoName), renew: () => resolve(demoName, connection.secrets['accessToken']) };
  }

  return {
    async list() {
      const builtIn: ListedConnection = { name: demoName, system: 'salesforce', environment: 'demo', settings: {}, builtIn: true };
      return [builtIn, ...(await store.read()).map((connection) => ({ ...connection, builtIn: false }))];
    },
    async save({ name, system, environment, settings }, secrets) {
      const known = await store.read();
      checkName(name, known);
      const before = known.find((connection) => connection.name === name);
      const stays = before !== undefined && before.system === system && destinations.every((setting) => before.settings[setting] === settings[setting]);
      if (Object.keys(secrets).length > 0 || (before && !stays)) {
        const kept = Object.keys(secrets).length > 0 && stays ? await storedSecrets(name) : {};
        const all = Object.entries({ ...kept, ...secrets }).filter(([, secret]) => secret !== '');
        await (all.length === 0 ? vault.delete(vaultName(name)) : vault.set(vaultName(name), JSON.stringify(Object.fromEntries(all))));
      }
      await store.write([...known.filter((connection) => connection.name !== name), { name, system, environment, settings: withChoices(settings, before) }]);
    },
    async remove(name) {
      if (name === demoName) throw builtInError();
      const known = await store.read();
      if (!known.some((connection) => connection.name === name)) throw unknownConnection(name, known);
      await vault.delete(vaultName(name));
      await store.write(known.filter((connection) => connection.name !== name));
      await rm(folderOf(name), { recursive: true, force: true });
    },
    resolve,
    folder: folderOf,
    vault: () => vault.probe(),
    unlockVault: (passphrase) => vault.unlock(passphrase),
    sealKey: () => sealKey({ dataFolder, env, vault }),
    demoOrgUrl: () => demo.url(),
    close: () => demo.close(),
  };
}

function vaultName(name: string): string {
  return `connection ${name}`;
}

/** Names stand in flow files and in the names of environment variables. */
function checkName(name: string, known: readonly StoredConnection[]): void {
  if (name.toLowerCase() === demoName) throw builtInError();
  const refuse = (message: string) => new AppError('settings', 'connectionName', { message });
  if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name)) {
    throw refuse(`"${name}" cannot be the name of a connection. Use letters, digits and dashes, a letter first, at most 64.`);
  }
  const twin = known.find((connection) => connection.name !== name && connection.name.toLowerCase() === name.toLowerCase());
  if (twin) throw refuse(`There is a connection "${twin.name}" already. Choose a name that differs by more than capitals.`);
}

function builtInError(): AppError {
  return new AppError('settings', 'connectionBuiltIn', {
    message: `The connection "${demoName}" is built in: it leads to the demo org and cannot be changed. Choose another name.`,
  });
}

function unknownConnection(name: string, known: readonly StoredConnection[]): AppError {
  const names = [demoName, ...known.map((connection) => connection.name)];
  const near = closest(name, names);
  return new AppError('settings', 'connectionUnknown', {
    message: `There is no connection "${name}". Connections: ${names.join(', ')}.`,
    hint: near ? `Did you mean "${near}"?` : 'Add it under Connections, or choose another one.',
  });
}
