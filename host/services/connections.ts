import type { Connection } from '../../flows/kit/connection.ts';
import { AppError } from '../../flows/kit/errors.ts';
import type { Connections } from '../../flows/connections/connections.ts';
import { defaultApiVersion, openOrg } from '../../flows/connectors/salesforce/salesforceOrg.ts';
import type { HostHandlers } from '../contract/contract.ts';

/** The connections as the window sees them. Secrets go in and never come out. */
export function connectionsService(connections: Connections): HostHandlers['connections'] {
  return {
    list: () => connections.list(),
    async save({ secrets, ...connection }) {
      await connections.save(connection, secrets);
      return {};
    },
    async remove({ name }) {
      await connections.remove(name);
      return {};
    },
    test: async ({ name }, { signal }) => whoAmI(await connections.resolve(name), signal),
    vault: () => connections.vault(),
  };
}

/** One call each for the user and for the org: both must be readable for a flow to work. */
async function whoAmI(connection: Connection, signal: AbortSignal): Promise<{ user: string; org: string; apiVersion: string }> {
  if (connection.system !== 'salesforce') {
    const message = `The connection "${connection.name}" leads to "${connection.system}". Sluice can sign in to: salesforce.`;
    throw new AppError('settings', 'systemUnknown', { message });
  }
  const org = openOrg(connection);
  const get = <T>(path: string) => org.request<T>({ method: 'GET', path, idempotent: true }, { count: () => {} }, signal);
  const { preferred_username: user } = await get<{ preferred_username: string }>('/services/oauth2/userinfo');
  const { records } = await get<{ records: readonly { Name: string }[] }>(`/query?q=${encodeURIComponent('SELECT Name FROM Organization LIMIT 1')}`);
  return { user, org: records[0]?.Name ?? '', apiVersion: connection.settings['apiVersion'] ?? defaultApiVersion };
}
