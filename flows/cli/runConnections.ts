import { AppError } from '../kit/errors.ts';
import { Secret, type Connection } from '../kit/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { sealerUnder } from '../engine/sealerOf.ts';
import type { OpenSealer } from '../engine/sealer.ts';
import { cliConnections } from './cliConnections.ts';

export interface RunConnections {
  readonly resolve: (name: string) => Promise<Connection>;
  /** What the run seals people's data under. */
  readonly openSealer: OpenSealer;
  /** Ends the demo org if it was started for this run. */
  readonly close: () => Promise<void>;
}

/**
 * The connections of one run. `instead` says what to use in place of a name that the flow uses: another name, or the URL of a demo org.
 * Stores, vault and demo org are loaded when a node first asks for a connection.
 */
export function runConnections(instead: Readonly<Record<string, string>>, env: Readonly<Record<string, string | undefined>>): RunConnections {
  let opened: Promise<Connections> | undefined;

  return {
    async resolve(name) {
      const target = Object.hasOwn(instead, name) ? instead[name]! : name;
      if (/^https?:\/\//.test(target)) return orgAt(name, target, env);
      const connections = await (opened ??= cliConnections(env));
      return named(await connections.resolve(target), name);
    },
    openSealer: async () => sealerUnder(await (await (opened ??= cliConnections(env))).sealKey()),
    async close() {
      if (opened) await opened.then((connections) => connections.close(), () => {});
    },
  };
}

/** The org at a URL: with a token from the environment any org, without one a demo org. */
async function orgAt(name: string, url: string, env: Readonly<Record<string, string | undefined>>): Promise<Connection> {
  if (!URL.canParse(url)) throw new AppError('settings', 'usage', { message: `--connection ${name}=${url}: that is no URL.` });
  const prefix = `SLUICE_${name.toUpperCase().replaceAll('-', '_')}`;
  if (!env[`${prefix}_ACCESS_TOKEN`]) return (await import('./demoOrgAt.ts')).demoOrgAt(name, url);
  const { envConnection } = await import('../connections/envConnection.ts');
  const { settings, secrets, ...given } = (await envConnection(name, { ...env, [`${prefix}_INSTANCE_URL`]: new URL(url).origin }))!;
  return { ...given, settings, secrets: { accessToken: new Secret(secrets['accessToken']!) } };
}

/** A connection under the name the flow has for it, also after its session was renewed. */
function named(connection: Connection, name: string): Connection {
  const { renew } = connection;
  return { ...connection, name, ...(renew ? { renew: async () => named(await renew(), name) } : {}) };
}
