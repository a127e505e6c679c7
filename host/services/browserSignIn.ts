import type { Connections } from '../../flows/connections/connections.ts';
import { signInWithBrowser } from '../../flows/signIn/signInWithBrowser.ts';
import type { Shell } from './shell.ts';

interface Asked {
  readonly name: string;
  readonly login: string;
  readonly clientId?: string | undefined;
}

interface SignInParts {
  readonly connections: Connections;
  readonly shell: Shell;
  readonly signal: AbortSignal;
}

type SignInEvent = { readonly type: 'open'; readonly url: string; readonly isOpened: boolean } | { readonly type: 'signedIn' };

/** A sign-in as a stream: the address to open, then the end. Whoever stops listening cancels it. */
export async function* browserSignIn({ name, login, clientId }: Asked, { connections, shell, signal }: SignInParts): AsyncGenerator<SignInEvent> {
  const stop = new AbortController();
  const shown = Promise.withResolvers<SignInEvent>();
  const show = async (url: string): Promise<void> => shown.resolve({ type: 'open', url, isOpened: await isOpenedBy(shell, url) });
  const done = signInWithBrowser({ connections, name, login, clientId, signal: AbortSignal.any([signal, stop.signal]), show });
  // Told below, when somebody listens.
  done.catch((error: unknown) => shown.reject(error));
  try {
    yield await shown.promise;
    await done;
    yield { type: 'signedIn' };
  } finally {
    stop.abort();
  }
}

/** A shell that cannot open the address, or does not let it through, leaves it to the person. */
async function isOpenedBy(shell: Shell, url: string): Promise<boolean> {
  try {
    await shell.openExternal?.(url);
    return shell.openExternal !== undefined;
  } catch {
    return false;
  }
}
