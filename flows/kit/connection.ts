/** A value that must not be seen: it prints, logs and serialises as `[secret]`; `reveal()` is the one way to it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }
}

export const environments = ['production', 'sandbox', 'scratch', 'demo'] as const;
export type Environment = (typeof environments)[number];

/** A way into a system, as a node gets it. A flow names it; settings live in the app's store, secrets in the vault. */
export interface Connection {
  readonly name: string;
  /** The system: `salesforce`. */
  readonly system: string;
  readonly environment: Environment;
  /** Without secrets: for Salesforce `instanceUrl`, `loginUrl`, `clientId`, `username`, `apiVersion`, `stopAtPercent`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where what the system says of itself (describes, limits) is kept on this machine. Absent: nowhere. */
  readonly folder?: string;
  /** For Salesforce `accessToken`. What a new session is made of stays with the one who made the connection. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /**
   * The same connection with a session that replaces this one, after the system refused it; whoever asks first gets it made, the others
   * get the same. Absent where a person must sign in. Rejects with kind `service` when no session can be had.
   */
  readonly renew?: () => Promise<Connection>;
}

/** Sluice uses up to so many percent of the calls that an org allows a day, unless the connection's `stopAtPercent` says otherwise. */
export const usualStopAtPercent = 80;
