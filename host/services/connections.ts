import type { Connections } from '../../flows/connections/connections.ts';
import { keptLimits } from '../../flows/connectors/salesforce/keptLimits.ts';
import { sfCredentials, sfOrgs } from '../../flows/connectors/salesforce/sfCommand/sfOrgs.ts';
import { addConnection } from '../../flows/signIn/addConnection.ts';
import { diagnoseConnection } from '../../flows/signIn/diagnoseConnection.ts';
import type { HostHandlers } from '../contract/contract.ts';
import type { Shell } from './shell.ts';
import { browserSignIn } from './browserSignIn.ts';

interface ConnectionsOptions {
  readonly connections: Connections;
  readonly shell: Shell;
  /** The person's home folder: the sf command keeps its files there. */
  readonly home: string;
}

/** The connections as the window sees them. Secrets go in and never come out. */
export function connectionsService({ connections, shell, home }: ConnectionsOptions): HostHandlers['connections'] {
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
    signIn: (asked, { signal }) => browserSignIn(asked, { connections, shell, signal }),
    adoptable: () => sfOrgs(home),
    async adopt({ name, username }) {
      await addConnection(connections, { name, ...(await sfCredentials(home, username)) });
      return {};
    },
    diagnose: ({ name }, { signal }) => diagnoseConnection(connections, name, signal),
    async limits({ name }) {
      const known = await keptLimits(await connections.resolve(name));
      return known ? { limits: known } : {};
    },
    vault: () => connections.vault(),
    async unlockVault({ passphrase }) {
      await connections.unlockVault(passphrase);
      return {};
    },
  };
}
