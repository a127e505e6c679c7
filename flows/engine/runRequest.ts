import type { ConflictChoices } from '../kit/change.ts';
import type { Connection, Secret } from '../kit/connection.ts';
import type { FlowDocument } from '../model/document.ts';

/** Everything a run needs to know. Plain data but for the connections, which the caller resolves when a node asks. */
export interface RunRequest {
  readonly run: string;
  readonly document: FlowDocument;
  /** The flow as it was drawn, where `document` is another one: a part of it, or with the flows that it calls in the place of the calls. */
  readonly drawn?: FlowDocument;
  /** The folder relative file names count from: the flow file's. */
  readonly folder: string;
  /** The flow file, where the flow is one: the run list finds the runs of a flow by it. */
  readonly path?: string;
  /** The run that this one goes on from: the one whose rejected rows it takes again. */
  readonly parent?: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** `plan`: sinks of records say what they would do, sinks of rows count, and nothing is written. `write` unless told. */
  readonly mode?: 'write' | 'plan';
  /** Goes on with a run of this id that broke off. */
  readonly isResumed?: boolean;
  /** The plan, a run of mode `plan`, that this run writes and nothing else. */
  readonly applies?: string;
  /** The run that this run takes back. Its document is that of the other run. */
  readonly undoes?: string;
  /** Of an undo: what happens to records that somebody changed since. */
  readonly conflicts?: ConflictChoices;
  /** So much this run may write at most, and never more than the limits of its flow say; with more it stops before it. */
  readonly ceilings?: { readonly rows?: number | undefined; readonly deletes?: number | undefined };
  /** What NOW() means, in milliseconds since the epoch; see `momentOf`. */
  readonly momentMs?: number;
  /** Asked by a proof: it leaves no trace in the audit log. */
  readonly isProbe?: boolean;
  /** Writes to a production org only what this flow, as it is, has written to another org before. */
  readonly needsSandboxRun?: boolean;
  /** Names of production orgs, or of connections to them, that this run may write to. */
  readonly allowProduction?: readonly string[];
}

/**
 * Gives a connection by name; rejects with kind `settings` when there is none.
 * @param refused a session of it that the system no longer takes: another one is wanted.
 */
export type ResolveConnection = (name: string, refused?: Secret) => Promise<Connection>;
