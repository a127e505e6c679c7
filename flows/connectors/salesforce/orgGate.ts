import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen, type RetryPolicy } from 'cockatiel';
import { usualStopAtPercent } from '../../kit/connection.ts';
import { AppError } from '../../kit/errors.ts';
import { busyRetries } from './http/busyRetries.ts';
import { slots } from './slots.ts';

/** How much of an org's API calls in 24 hours is used, as the org said last. */
export interface OrgLimits {
  readonly used: number;
  readonly max: number;
  /** From here on Sluice begins nothing new; what is left is for finishing what has begun, and for everybody else. */
  readonly stopAt: number;
  /** When the org said so, in milliseconds since the epoch. */
  readonly asOf: number;
}

/** What everything that talks to one org passes through, whatever connection or node it comes from. */
export interface OrgGate {
  /** Undefined before the first answer. */
  limits(): OrgLimits | undefined;
  /** Tries again what is only busy. */
  readonly retries: RetryPolicy;
  /** Reads `Sforce-Limit-Info` of an answer. */
  heard(headers: Readonly<Record<string, string>>): void;
  /** Waits for a free slot; the result gives it back. */
  enter(signal: AbortSignal): Promise<() => void>;
  /** Whether more than half of the slots are free: what is fetched ahead of its time may take one, and never the last. */
  hasRoom(): boolean;
  /** Rejects with kind `service` when the day's calls are used up to the limit. */
  checkBudget(connection: string): void;
  /** Runs a call; after many that got no answer in a row it rejects at once for a while, so that an org that is down is left alone. */
  guarded<T>(work: () => Promise<T>): Promise<T>;
}

export interface GateOptions {
  /** Per cent of the day's calls. */
  readonly stopAtPercent?: number;
  /** Calls at a time. 25 that last 20 seconds or more are the most an org takes ("API Request Limits and Allocations"); others need some too. */
  readonly slots?: number;
  /** How many runs talk to the org, this one among them: they share the slots. */
  readonly talkers?: () => number;
  /** What the org said before this gate was opened. It is shown; only what the org says now stops anything. */
  readonly known?: OrgLimits;
  readonly onLimits?: (limits: OrgLimits) => void;
  /** How long to wait before the first new try of a call that found the org busy. */
  readonly firstRetryMs?: number;
}

const usualSlots = 20;
/** Of however many runs each gets on. */
const fewestSlots = 2;
const failuresInRow = 10;
const openMs = 5000;

export function openGate({ stopAtPercent = usualStopAtPercent, slots: all = usualSlots, talkers = () => 1, known, onLimits, firstRetryMs }: GateOptions = {}): OrgGate {
  const most = (): number => Math.max(Math.min(all, fewestSlots), Math.floor(all / talkers()));
  const free = slots(most);
  const isDown = (error: unknown): boolean => error instanceof AppError && (error.kind === 'busy' || error.code === 'orgUnreachable');
  const breaker = circuitBreaker(handleWhen(isDown), { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failuresInRow) });
  let limits: OrgLimits | undefined;
  return {
    limits: () => limits ?? known,
    retries: busyRetries(firstRetryMs),
    heard(headers) {
      const [, used, max] = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '') ?? [];
      if (used === undefined) return;
      limits = { used: Number(used), max: Number(max), stopAt: Math.floor((Number(max) * stopAtPercent) / 100), asOf: Date.now() };
      onLimits?.(limits);
    },
    enter: (signal) => free.take(signal),
    hasRoom: () => free.free * 2 > most(),
    checkBudget(connection) {
      if (limits && limits.used >= limits.stopAt) throw budgetUsed(connection, limits, stopAtPercent);
    },
    async guarded(work) {
      try {
        return await breaker.execute(work);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new AppError('busy', 'orgResting', {
          message: `The org did not answer ${failuresInRow} calls in a row, so Sluice leaves it alone for ${openMs / 1000} seconds.`,
          hint: 'Run again later; what was read and written so far is kept.',
          retryAfterMs: openMs,
        });
      }
    },
  };
}

function budgetUsed(connection: string, { used, max, stopAt }: OrgLimits, stopAtPercent: number): AppError {
  const { format } = new Intl.NumberFormat('en-US');
  const variable = `SLUICE_${connection.toUpperCase().replaceAll('-', '_')}_STOP_AT_PERCENT`;
  const stops = `Sluice stops at ${format(stopAt)} (${stopAtPercent} %), so that others can still work.`;
  return new AppError('service', 'callBudgetUsed', {
    message: `The org behind "${connection}" has used ${format(used)} of its ${format(max)} API calls of the last 24 hours; ${stops}`,
    hint: `Run again when yesterday's calls no longer count, or let it stop later: "Stop at" under Connections, stopAtPercent in connections.json, or ${variable}.`,
    data: { used, max, stopAt },
  });
}
