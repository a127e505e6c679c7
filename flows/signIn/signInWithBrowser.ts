import { browserSignIn } from '../connectors/salesforce/auth/browserSignIn.ts';
import { isOnThisMachine, loginUrl } from '../connectors/salesforce/auth/loginUrl.ts';
import { renewed } from '../connectors/salesforce/auth/salesforceSessions.ts';
import type { Connections } from '../connections/connections.ts';
import { AppError } from '../kit/errors.ts';
import { addConnection } from './addConnection.ts';

interface SignInOptions {
  readonly connections: Connections;
  readonly name: string;
  /** `production`, `sandbox`, the name of a My Domain, or an address. */
  readonly login: string;
  /** The consumer key of the customer's External Client App; the demo org knows Sluice's own. */
  readonly clientId: string | undefined;
  readonly signal: AbortSignal;
  /** Shows the address to the person, or opens it. */
  readonly show: (url: string) => Promise<void>;
}

/** The client id under which every demo org lets Sluice in. */
const demoClientId = 'sluice';

/** Signs in with a browser and keeps the connection under its name. Rejects with what blocks; nothing is changed then. */
export async function signInWithBrowser({ connections, name, login, clientId, signal, show }: SignInOptions): Promise<void> {
  const address = loginUrl(login);
  const client = clientId || (isOnThisMachine(new URL(address).hostname) ? demoClientId : undefined);
  if (!client) {
    const message = `Signing in at ${address} takes the client id of an External Client App of the org.`;
    throw new AppError('settings', 'clientIdMissing', { message, hint: 'Setup, External Client App Manager, shows it as the consumer key.' });
  }
  const { url, session } = await browserSignIn({ loginUrl: address, clientId: client, signal });
  // Whoever awaits it below hears of it.
  session.catch(() => {});
  await show(url);
  const { settings, secrets } = renewed(await session);
  await addConnection(connections, { name, settings: { ...settings, loginUrl: address, clientId: client }, secrets });
}
