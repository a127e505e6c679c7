import type { Connections } from '../connections/connections.ts';

interface NewConnection {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What an earlier way of signing in left behind goes away: a blank secret is removed. */
const noSecrets = { accessToken: '', refreshToken: '', clientSecret: '', privateKey: '' };

/** Keeps a Salesforce connection with a new way of signing in. Until the org says what it is, it counts as production. */
export async function addConnection(connections: Connections, { name, settings, secrets }: NewConnection): Promise<void> {
  const before = (await connections.list()).find((one) => one.name === name);
  const environment = before && !before.builtIn && before.settings['instanceUrl'] === settings['instanceUrl'] ? before.environment : 'production';
  await connections.save({ name, system: 'salesforce', environment, settings: { ...settings } }, { ...noSecrets, ...secrets });
}
