import type { Connections } from '../connections/connections.ts';

/** The connections of the data folder as the command line uses them. Stores, vault and demo org are loaded now. */
export async function cliConnections(env: Readonly<Record<string, string | undefined>>): Promise<Connections> {
  const [{ openConnections }, { dataFolder }, { salesforceSessions }] = await Promise.all([
    import('../connections/connections.ts'),
    import('../connections/dataFolder.ts'),
    import('../connectors/salesforce/auth/salesforceSessions.ts'),
  ]);
  return openConnections({
    dataFolder: dataFolder(env),
    env,
    startOrg: async (options) => (await import('../../demoOrg/startOrg.ts')).startOrg(options),
    sessions: salesforceSessions,
  });
}
