import { OrgError } from '../orgError.ts';
import { fault as recordFault } from '../records/outcome.ts';
import { random } from '../seed/random.ts';

/** Something that is to go wrong, and how often. */
export type Fault = FaultChance &
  (
    | (RequestPlace & { readonly kind: 'status'; readonly status: number; readonly errorCode?: string; readonly message?: string })
    /** Answer as usual, but late. */
    | (RequestPlace & { readonly kind: 'slow'; readonly delayMs: number })
    /** Drop the connection: before anything is done, or, with `afterBytes`, after the work is done and so much of the answer is sent. */
    | (RequestPlace & { readonly kind: 'cut'; readonly afterBytes?: number })
    /** Records cannot be written because somebody else holds them: any of them, or those that point to `parent`. */
    | { readonly kind: 'lock'; readonly parent?: string }
    /** The org has room for so many new records. */
    | { readonly kind: 'full'; readonly room: number }
    /** Change events of a transaction only say that something happened. */
    | { readonly kind: 'gap' }
    /** A bulk job ends in this way, or not at all. */
    | { readonly kind: 'job'; readonly outcome: JobFault }
    /** Results come in pages of at most this many records. */
    | { readonly kind: 'pages'; readonly size: number }
    /** The org's clock is ahead (or, below zero, behind). */
    | { readonly kind: 'clock'; readonly offsetMs: number }
  );

export type JobFault = 'failed' | 'aborted' | 'stuck';

interface FaultChance {
  /** How many it meets. Where not given: one request or job, or with `share` and for locks all until they are cleared. */
  readonly times?: number;
  /** Which share (0–1) of those it could meet. Chosen by `seed`, so the same requests meet it again when a run is repeated. */
  readonly share?: number;
  readonly seed?: number;
}

interface RequestPlace {
  /** Only paths that contain this text. */
  readonly path?: string;
  readonly method?: string;
  readonly delayMs?: number;
}

export type PlannedFault = { readonly delayMs?: number } & (
  | { readonly kind: 'status'; readonly error: OrgError }
  | { readonly kind: 'slow' }
  | { readonly kind: 'cut'; readonly afterBytes?: number }
);

/** The faults that wait. In memory only: a restart heals everything. */
export interface Faults {
  add(fault: Fault): void;
  list(): readonly Fault[];
  clear(): void;
  /** The fault this request meets, which is used up by it. */
  next(method: string, path: string): PlannedFault | undefined;
  /** @throws RecordFault `UNABLE_TO_LOCK_ROW` where this record, or one of those it points to, is held by somebody else. */
  lock(id: string, pointsTo: readonly unknown[]): void;
  /** Takes the place of a new record. @throws RecordFault `STORAGE_LIMIT_EXCEEDED` where there is none left. */
  makeRoom(): void;
  /** How a bulk job that begins to be worked on ends against the rule; undefined where it ends as it should. */
  job(): JobFault | undefined;
  /** Whether the transaction that is told now is told without its contents. */
  gap(): boolean;
  /** The largest page of results; undefined where nothing was said. */
  pageSize(): number | undefined;
  clockOffsetMs(): number;
}

interface Waiting {
  fault: Fault;
  left: number;
  /** Whether it meets the next one that it could meet. */
  meets(): boolean;
}

const errorCodes: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['INVALID_SESSION_ID', 'Session expired or invalid'],
  403: ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  503: ['SERVER_UNAVAILABLE', 'Server unavailable'],
};

export function openFaults(): Faults {
  let waiting: Waiting[] = [];

  /** Takes the first fault of the kind that fits and says it meets this one. */
  function take(fits: (fault: Fault) => boolean): Fault | undefined {
    const found = waiting.find((one) => fits(one.fault) && one.meets());
    if (!found) return undefined;
    found.left--;
    if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
    return found.fault;
  }

  const latest = <K extends Fault['kind']>(kind: K): Extract<Fault, { kind: K }> | undefined =>
    waiting.findLast((one): one is Waiting & { fault: Extract<Fault, { kind: K }> } => one.fault.kind === kind)?.fault;

  return {
    add(fault) {
      const { share = 1 } = fault;
      const chance = random(fault.seed ?? 1);
      const isLasting = share < 1 || fault.kind === 'lock' || fault.kind === 'full' || fault.kind === 'pages' || fault.kind === 'clock';
      // There is one clock, one page size and one store: the newer one counts.
      if (fault.kind === 'pages' || fault.kind === 'clock' || fault.kind === 'full') waiting = waiting.filter((one) => one.fault.kind !== fault.kind);
      waiting.push({ fault, left: fault.times ?? (isLasting ? Number.POSITIVE_INFINITY : 1), meets: () => share >= 1 || chance.chance(share) });
    },
    list: () => waiting.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault)),
    clear: () => void (waiting = []),
    next(method, path) {
      const fault = take((one) => isForRequests(one) && (!one.path || path.includes(one.path)) && (!one.method || one.method === method));
      return fault && isForRequests(fault) ? planned(fault) : undefined;
    },
    lock(id, pointsTo) {
      if (waiting.length === 0) return;
      const held = take((one) => one.kind === 'lock' && (one.parent === undefined || one.parent === id || pointsTo.includes(one.parent)));
      if (held?.kind === 'lock')
        throw recordFault('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${held.parent ?? id}`);
    },
    makeRoom() {
      const full = waiting.find(({ fault }) => fault.kind === 'full');
      if (full?.fault.kind !== 'full') return;
      if (full.fault.room === 0) throw recordFault('STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded');
      full.fault = { ...full.fault, room: full.fault.room - 1 };
    },
    job() {
      const fault = take((one) => one.kind === 'job');
      return fault?.kind === 'job' ? fault.outcome : undefined;
    },
    gap: () => take((one) => one.kind === 'gap') !== undefined,
    pageSize: () => latest('pages')?.size,
    clockOffsetMs: () => latest('clock')?.offsetMs ?? 0,
  };
}

type RequestFault = Extract<Fault, { kind: 'status' | 'slow' | 'cut' }>;

function isForRequests(fault: Fault): fault is RequestFault {
  return fault.kind === 'status' || fault.kind === 'slow' || fault.kind === 'cut';
}

function planned(fault: RequestFault): PlannedFault {
  const delay = fault.delayMs === undefined ? {} : { delayMs: fault.delayMs };
  if (fault.kind === 'cut') return { kind: 'cut', ...delay, ...(fault.afterBytes === undefined ? {} : { afterBytes: fault.afterBytes }) };
  if (fault.kind === 'slow') return { kind: 'slow', ...delay };
  const [code, message] = errorCodes[fault.status] ?? ['UNKNOWN_EXCEPTION', 'An unexpected error occurred.'];
  return { kind: 'status', ...delay, error: new OrgError(fault.errorCode ?? code, fault.message ?? message, { status: fault.status }) };
}
