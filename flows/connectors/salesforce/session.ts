import type { Connection } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import { untilAborted } from './untilAborted.ts';

/** The session that is good as far as is known, replaced when the org refuses it. */
export interface Session {
  readonly connection: Connection;
  /**
   * Runs `work` with the session. Where the org refuses the session, it is renewed (once, however many met that) and `work` runs a second
   * and last time: a refused call has done nothing. So a new session that is refused as well ends the call, and there is no circle.
   */
  use<T>(work: (connection: Connection) => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function openSession(connection: Connection): Session {
  let current = connection;
  let renewing: Promise<void> | undefined;

  function renew(refused: Connection): Promise<void> {
    if (refused !== current || !refused.renew) return renewing ?? Promise.resolve();
    renewing ??= refused
      .renew()
      .then((fresh) => void (current = fresh))
      .finally(() => (renewing = undefined));
    return renewing;
  }

  return {
    get connection() {
      return current;
    },
    async use(work, signal) {
      const used = current;
      try {
        return await work(used);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'loginExpired' || !used.renew) throw error;
        await untilAborted(renew(used), signal);
        return work(current);
      }
    },
  };
}
