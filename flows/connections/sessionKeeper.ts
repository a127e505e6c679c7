import { AppError } from '../kit/errors.ts';
import type { StoredConnection } from './connectionStore.ts';

/** A connection with everything that signs in, in the open. Never leaves this process. */
export interface Credentials extends StoredConnection {
  readonly secrets: Readonly<Record<string, string>>;
}

/** How a system gives new sessions without a person. */
export interface SessionMaker {
  canRenew(credentials: Credentials): boolean;
  /** The settings and secrets that change. Rejects with kind `service`. */
  renew(credentials: Credentials): Promise<{ readonly settings: Readonly<Record<string, string>>; readonly secrets: Readonly<Record<string, string>> }>;
}

export interface SessionKeeper {
  /**
   * The credentials with a session. Where there is none, or `refused` is the one there is, a new one is made: once, however many ask at
   * the same time. Rejects with kind `service`, code `loginLoop`, when new sessions are refused again and again.
   */
  withSession(place: CredentialsPlace, refused: string | undefined): Promise<Credentials>;
}

/** Where the credentials of a connection are kept. */
export interface CredentialsPlace {
  readonly name: string;
  readonly read: () => Promise<Credentials>;
  readonly keep: (renewed: Credentials) => Promise<void>;
}

/** More new sessions than this within a minute, each of them refused, is a circle. */
const mostRenewals = 3;
const windowMs = 60_000;

export function sessionKeeper(sessions: SessionMaker, now: () => number = Date.now): SessionKeeper {
  const inFlight = new Map<string, Promise<Credentials>>();
  const renewals = new Map<string, number[]>();

  function count(name: string): void {
    const lately = (renewals.get(name) ?? []).filter((at) => now() - at < windowMs);
    if (lately.length >= mostRenewals) {
      const message = `The org behind "${name}" refused ${mostRenewals} new sessions within a minute.`;
      const hint = "Open Connections and press Check: it looks for what blocks, such as the user's right to use the API.";
      throw new AppError('service', 'loginLoop', { message, hint });
    }
    renewals.set(name, [...lately, now()]);
  }

  async function renew({ name, read, keep }: CredentialsPlace, refused: string | undefined): Promise<Credentials> {
    const known = await read();
    const { accessToken } = known.secrets;
    // Somebody renewed it between the refused request and now.
    if (accessToken && accessToken !== refused) return known;
    if (refused !== undefined) count(name);
    const fresh = await sessions.renew(known);
    const renewed = { ...known, settings: { ...known.settings, ...fresh.settings }, secrets: { ...known.secrets, ...fresh.secrets } };
    await keep(renewed);
    return renewed;
  }

  return {
    async withSession(place, refused) {
      const { name } = place;
      const known = await place.read();
      const { accessToken } = known.secrets;
      const isGood = accessToken !== undefined && accessToken !== refused;
      if (isGood || (refused === undefined && !sessions.canRenew(known))) return known;
      const running = inFlight.get(name) ?? renew(place, refused).finally(() => inFlight.delete(name));
      inFlight.set(name, running);
      return running;
    },
  };
}
