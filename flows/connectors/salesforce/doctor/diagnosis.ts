import type { Environment } from '../../../kit/connection.ts';

/** One thing the doctor found, as a sentence. `error` keeps flows from running. */
export interface Finding {
  readonly code: string;
  readonly severity: 'good' | 'warning' | 'error';
  readonly message: string;
  readonly hint?: string;
  /** The page in the org where it is changed; without an address where the org has no such pages or its address is not known. */
  readonly page?: { readonly title: string; readonly url?: string };
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly user?: string;
  readonly org?: string;
  readonly orgId?: string;
  /** What the org says it is. */
  readonly environment?: Environment;
  /** The one flows use: the connection's own, else the newest that both sides know. */
  readonly apiVersion?: string;
  readonly latencyMs?: number;
  /** Calls of the API in 24 hours. */
  readonly dailyCalls?: { readonly left: number; readonly most: number };
}
