import { auditLog } from '../audit/auditLog.ts';
import type { Connections } from '../connections/connections.ts';
import { dataFolder } from '../connections/dataFolder.ts';

/** The connections of the data folder as the command line uses them. Stores, vault and demo org are loaded now. */
export async function cliConnections(env: Readonly<Record<string, string | undefined>>): Promise<Connections> {
  const [{ auditedConnectionStore }, { openConnections }, { salesforceSessions }] = await Promise.all([
    import('../audit/auditedConnectionStore.ts'),
    import('../connections/connections.ts'),
    import('../connectors/salesforce/auth/salesforceSessions.ts'),
  ]);
  const folder = dataFolder(env);
  const connections = openConnections({
    dataFolder: folder,
    env,
    startOrg: async (options) => (await import('../../demoOrg/startOrg.ts')).startOrg(options),
    sessions: salesforceSessions,
  });
  return auditedConnectionStore(connections, auditLog(folder));
}
