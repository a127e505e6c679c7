import type { Connections } from '../connections/connections.ts';
import type { AuditLog } from './auditLog.ts';

/** Connections that are not made, changed or removed without a line in the audit log. Which org and whose sign-in is said; secrets are not. */
export function auditedConnectionStore(connections: Connections, log: AuditLog): Connections {
  return {
    ...connections,
    async save(connection, secrets) {
      await connections.save(connection, secrets);
      const { name, system, environment, settings } = connection;
      const address = settings['instanceUrl'] ?? settings['loginUrl'];
      const user = settings['username'];
      log.add({ action: 'connectionSaved', connection: { name, system, environment, ...(address === undefined ? {} : { address }), ...(user === undefined ? {} : { user }) } });
    },
    async remove(name) {
      const known = (await connections.list()).find((one) => one.name === name);
      await connections.remove(name);
      log.add({ action: 'connectionRemoved', connection: { name, system: known?.system ?? 'unknown', environment: known?.environment ?? 'production' } });
    },
  };
}
