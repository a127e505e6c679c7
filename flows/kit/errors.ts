/**
 * What an error means, and so what happens (DESIGN: kinds decide behaviour):
 * `settings` the flow must be changed, the run does not start · `row` this row is bad, the others go on ·
 * `busy` the service may accept later, retried · `service` refused, the run stops and can be resumed ·
 * `cancelled` somebody asked · `bug` an assumption of ours broke.
 */
export type ErrorKind = 'settings' | 'row' | 'busy' | 'service' | 'cancelled' | 'bug';

/** The place an error or a problem is about. `path` is the path of a setting inside the node, `line` a 1-based line of the flow file. */
export interface Where {
  readonly file?: string;
  readonly line?: number;
  readonly node?: string;
  readonly port?: string;
  readonly path?: readonly (string | number)[];
  readonly row?: number;
}

export interface ErrorParts {
  /** Says what is true, with the value and the place, then what to do. No "failed to", no "Error:". */
  readonly message: string;
  readonly hint?: string;
  readonly where?: Where;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
}

/** The one error class. `code` is stable, camelCase, and has a page under docs/errors. */
export class AppError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly where: Where;
  readonly data: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, code: string, parts: ErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.hint = parts.hint;
    this.where = parts.where ?? {};
    this.data = parts.data ?? {};
    this.retryAfterMs = parts.retryAfterMs;
  }

  /** The same error with more of its place filled in; what is known already stays. */
  at(where: Where): AppError {
    return new AppError(this.kind, this.code, {
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      where: { ...where, ...this.where },
      data: this.data,
      cause: this.cause,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    });
  }
}

/** An AppError as plain data: what crosses a process, a transport or a file. */
export interface ErrorData {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly where: Where;
  readonly data: Readonly<Record<string, unknown>>;
}

export function errorData(error: unknown): ErrorData {
  const { kind, code, message, hint, where, data } = asAppError(error);
  return { kind, code, message, ...(hint === undefined ? {} : { hint }), where, data };
}

export function errorFromData(data: ErrorData): AppError {
  return new AppError(data.kind, data.code, { ...data, ...(data.hint === undefined ? {} : { hint: data.hint }) } as ErrorParts);
}

/** Anything thrown, as an AppError. What nobody translated is a bug and keeps its stack as data. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return new AppError('cancelled', 'cancelled', { message: 'The run was cancelled.', cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('bug', 'bug', { message: `A fault in Sluice: ${message}`, cause: thrown, data: { stack: thrown instanceof Error ? thrown.stack : undefined } });
}

/** The exit code of a command that ended with an error of this kind. Rows that ended unhandled give 3. */
export const exitCodes: Record<ErrorKind, number> = { settings: 2, row: 3, busy: 4, service: 4, cancelled: 130, bug: 70 };

/** Something a check found. `error` keeps the flow from running; `warning` does not. */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
  readonly where: Where;
}

/** The name closest to `wanted`, for "did you mean"; at most a third of its letters differ, two letters that changed places count as one. */
export function closest(wanted: string, names: readonly string[]): string | undefined {
  const lower = wanted.toLowerCase();
  const scored = names.map((name) => ({ name, distance: editDistance(lower, name.toLowerCase()) })).sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : undefined;
}

/** Letters added, left out, replaced or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast[j - 2]! + 1 : Infinity;
      current[j] = Math.min(last[j]! + 1, current[j - 1]! + 1, replaced, swapped);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length]!;
}
