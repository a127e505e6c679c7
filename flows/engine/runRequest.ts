import type { FlowDocument } from '../model/document.ts';
import type { Connection, Secret } from '../kit/connection.ts';

/** Everything a run needs to know. Plain data but for the connections, which the caller resolves when a node asks. */
export interface RunRequest {
  readonly run: string;
  readonly document: FlowDocument;
  /** The folder relative file names count from: the flow file's. */
  readonly folder: string;
  /** The flow file, where the flow is one: the run list finds the runs of a flow by it. */
  readonly path?: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Gives a connection by name; rejects with kind `settings` when there is none.
 * @param refused a session of it that the system no longer takes: another one is wanted.
 */
export type ResolveConnection = (name: string, refused?: Secret) => Promise<Connection>;
