import { randomBytes } from 'node:crypto';

/** What a sign-in in the browser has come to, until the app picks it up. */
interface Grant {
  readonly userId: string;
  readonly client: string;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
}

/** Short-lived names for grants: the code of an authorization, and the ticket between signing in and allowing. Each works once. */
export interface Codes {
  give(grant: Grant): string;
  take(code: string): Grant | undefined;
}

const livesMs = 10 * 60 * 1_000;

export function openCodes(now: () => Date): Codes {
  const grants = new Map<string, { grant: Grant; until: number }>();
  return {
    give(grant) {
      for (const [code, { until }] of grants) if (until < now().getTime()) grants.delete(code);
      const code = `aPrx${randomBytes(40).toString('base64url')}`;
      grants.set(code, { grant, until: now().getTime() + livesMs });
      return code;
    },
    take(code) {
      const found = grants.get(code);
      grants.delete(code);
      return found && found.until >= now().getTime() ? found.grant : undefined;
    },
  };
}
