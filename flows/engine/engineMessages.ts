import { Secret, type Connection } from '../kit/connection.ts';
import type { ErrorData } from '../kit/errors.ts';
import type { RunEvent } from './events.ts';
import type { RunRequest } from './runRequest.ts';

/** A connection with its secrets in the open. Goes over the private channel between two processes of ours, and nowhere else. */
export type ConnectionData = Omit<Connection, 'secrets' | 'renew'> & { readonly secrets: Readonly<Record<string, string>>; readonly canRenew: boolean };

export type MessageToEngine =
  | { readonly type: 'start'; readonly request: RunRequest; readonly storeFile: string }
  | { readonly type: 'cancel' }
  | { readonly type: 'connection'; readonly id: number; readonly connection: ConnectionData }
  | { readonly type: 'connection'; readonly id: number; readonly error: ErrorData }
  /** In base64; without one, why there is none. */
  | { readonly type: 'sealKey'; readonly key: string; readonly isTemporary?: boolean }
  | { readonly type: 'sealKey'; readonly reason: string }
  /** The last event has been heard. */
  | { readonly type: 'leave' };

export type MessageToParent =
  | { readonly type: 'event'; readonly event: RunEvent; readonly sequence: number }
  /** `refused` is a session of it that the system no longer takes: another one is wanted. */
  | { readonly type: 'connectionWanted'; readonly id: number; readonly name: string; readonly refused?: string }
  /** There is something to keep. */
  | { readonly type: 'sealKeyWanted' }
  /** Memory runs short. */
  | { readonly type: 'heap'; readonly usedBytes: number; readonly limitBytes: number }
  /** The run could not even begin. */
  | { readonly type: 'failed'; readonly error: ErrorData };

export function connectionData({ secrets, renew, ...plain }: Connection): ConnectionData {
  const revealed = Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, secret.reveal()]));
  return { ...plain, secrets: revealed, canRenew: renew !== undefined };
}

/** @param renew asks the parent for a session that replaces the one that was refused. */
export function connectionFromData({ canRenew, ...data }: ConnectionData, renew: (name: string, refused: Secret) => Promise<Connection>): Connection {
  const secrets = Object.fromEntries(Object.entries(data.secrets).map(([key, value]) => [key, new Secret(value)]));
  const refused = secrets['accessToken'];
  return { ...data, secrets, ...(canRenew && refused ? { renew: () => renew(data.name, refused) } : {}) };
}
