/** An event as it came, of whatever channel. */
export interface OrgEvent {
  /** Opaque; later events of a channel have larger ones, not the next. */
  readonly replayId: string;
  /** Of change events and platform events the fields; of PushTopics the record under `sobject`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** What stands beside it: `EventUuid`, `type`, `createdDate`. */
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * Where to begin: with all that is kept, after an event, or with what is dated from a moment on, in milliseconds of the org's clock. An org
 * tells nobody the id of its latest event before the next one, so a moment is the only place that is known from the start. `isNow`: it has
 * just come, and what is kept need not be looked through.
 */
export type StartFrom = 'kept' | { readonly after: string } | { readonly since: number; readonly isNow?: boolean };

export interface EventStream {
  /** The next events, oldest first; none when the time is over or the org gave a sign of life. Rejects with kind `service` or `settings` when no more can come. */
  next(waitMs: number): Promise<readonly OrgEvent[]>;
  close(): Promise<void>;
}

/** When an event happened, in milliseconds since the epoch; undefined where it does not say. */
export function momentOf({ payload, event }: OrgEvent): number | undefined {
  const header = payload['ChangeEventHeader'] as { readonly commitTimestamp?: unknown } | undefined;
  const moment = header?.commitTimestamp ?? payload['CreatedDate'] ?? event['createdDate'];
  const ms = typeof moment === 'number' ? moment : Date.parse(String(moment));
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether an event belongs to what comes from there on. One that does not say when it happened does. */
export function isWanted(event: OrgEvent, from: StartFrom): boolean {
  return typeof from === 'string' || !('since' in from) || (momentOf(event) ?? Number.POSITIVE_INFINITY) >= from.since;
}
