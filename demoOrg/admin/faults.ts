import { OrgError } from '../orgError.ts';

/** Something that is to go wrong with the next requests. */
export type Fault = FaultPlace &
  /** Answer with this status and code. */
  (
    | { readonly kind: 'status'; readonly status: number; readonly errorCode?: string; readonly message?: string }
    /** Answer as usual, but late. */
    | { readonly kind: 'slow'; readonly delayMs: number }
    /** Drop the connection without an answer. */
    | { readonly kind: 'cut' }
  );

interface FaultPlace {
  /** How many requests it meets; 1 where not given. */
  readonly times?: number;
  /** Only paths that contain this text. */
  readonly path?: string;
  readonly method?: string;
  readonly delayMs?: number;
}

type PlannedFault =
  { readonly kind: 'status'; readonly delayMs?: number; readonly error: OrgError } | { readonly kind: 'slow' | 'cut'; readonly delayMs?: number };

/** The faults that wait for requests. In memory only: a restart heals everything. */
export interface Faults {
  add(fault: Fault): void;
  list(): readonly Fault[];
  clear(): void;
  /** The fault this request meets, which is used up by it. */
  next(method: string, path: string): PlannedFault | undefined;
}

const errorCodes: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['INVALID_SESSION_ID', 'Session expired or invalid'],
  403: ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  503: ['SERVER_UNAVAILABLE', 'Server unavailable'],
};

export function openFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (fault) => void waiting.push({ ...fault, times: fault.times ?? 1 }),
    list: () => waiting,
    clear: () => void (waiting = []),
    next(method, path) {
      const fault = waiting.find((candidate) => (!candidate.path || path.includes(candidate.path)) && (!candidate.method || candidate.method === method));
      if (!fault) return undefined;
      waiting = waiting.flatMap((one) => (one !== fault ? [one] : one.times! > 1 ? [{ ...one, times: one.times! - 1 }] : []));
      const delay = fault.delayMs === undefined ? {} : { delayMs: fault.delayMs };
      if (fault.kind !== 'status') return { kind: fault.kind, ...delay };
      const [code, message] = errorCodes[fault.status] ?? ['UNKNOWN_EXCEPTION', 'An unexpected error occurred.'];
      return { kind: 'status', ...delay, error: new OrgError(fault.errorCode ?? code, fault.message ?? message, { status: fault.status }) };
    },
  };
}
