/** An event as it came, of whatever channel. */
export interface OrgEvent {
  /** Opaque; later events of a channel have larger ones, not the next. */
  readonly replayId: string;
  /** Of change events and platform events the fields; of PushTopics the record under `sobject`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** What stands beside it: `EventUuid`, `type`, `createdDate`. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** Where to begin: only what comes, all that is kept, or what came after an event. */
export type StartFrom = 'new' | 'kept' | { readonly after: string };

export interface EventStream {
  /** The next events, oldest first; none when the time is over. Rejects with kind `service` or `settings` when no more can come. */
  next(waitMs: number): Promise<readonly OrgEvent[]>;
  close(): Promise<void>;
}
