import { OrgError } from '../orgError.ts';
import { normalId } from '../schema/recordId.ts';
import type { Fault, JobFault } from './faults.ts';

type Given = Readonly<Record<string, unknown>>;

const kinds =
  'A fault is { "kind": "status", "status": 400–599 }, { "kind": "slow", "delayMs": n }, { "kind": "cut", "afterBytes"?: n }, ' +
  '{ "kind": "lock", "parent"?: id }, { "kind": "full", "room"?: n }, { "kind": "gap" }, { "kind": "job", "outcome": "failed" | "aborted" | "stuck" }, { "kind": "pages", "size": n }, ' +
  '{ "kind": "clock", "offsetMs": n } { "kind": "expireTokens" } or { "kind": "revokeTokens" }; "times", "share" and "seed" say how often, "path" and "method" which requests meet it.';

/** A fault as it was asked for. @throws OrgError `INVALID_FIELD` that says what a fault is. */
export function readFault(given: Given): Fault {
  const often = { ...whole('times', given.times, 1, 1_000_000), ...share(given.share), ...whole('seed', given.seed, 0, 2 ** 32 - 1) };
  const place = { ...whole('delayMs', given.delayMs, 1, 600_000), ...text('path', given.path), ...text('method', given.method) };
  switch (given.kind) {
    case 'cut':
      return { kind: 'cut', ...often, ...place, ...whole('afterBytes', given.afterBytes, 0, 10 ** 12) };
    case 'slow':
      if (place.delayMs !== undefined) return { kind: 'slow', ...often, ...place, delayMs: place.delayMs };
      break;
    case 'status': {
      const { status } = whole('status', given.status, 400, 599);
      if (status !== undefined) return { kind: 'status', status, ...often, ...place, ...text('errorCode', given.errorCode), ...text('message', given.message) };
      break;
    }
    case 'lock':
      return { kind: 'lock', ...often, ...parent(given.parent) };
    case 'full':
      return { kind: 'full', room: whole('room', given.room, 0, 10 ** 12).room ?? 0 };
    case 'job':
      if (isOutcome(given.outcome)) return { kind: 'job', outcome: given.outcome, ...often };
      break;
    case 'gap':
      return { kind: 'gap', ...often };
    case 'pages': {
      const { size } = whole('size', given.size, 1, 2_000);
      if (size !== undefined) return { kind: 'pages', size };
      break;
    }
    case 'clock': {
      const century = 100 * 365 * 24 * 60 * 60 * 1_000;
      const { offsetMs } = whole('offsetMs', given.offsetMs, -century, century);
      if (offsetMs !== undefined) return { kind: 'clock', offsetMs };
      break;
    }
  }
  throw new OrgError('INVALID_FIELD', kinds);
}

function isOutcome(value: unknown): value is JobFault {
  return value === 'failed' || value === 'aborted' || value === 'stuck';
}

function text<K extends string>(name: K, value: unknown): { [key in K]?: string } {
  if (value === undefined) return {};
  if (typeof value !== 'string') throw new OrgError('INVALID_FIELD', `"${name}" is a text.`);
  return { [name]: value } as { [key in K]?: string };
}

function whole<K extends string>(name: K, value: unknown, least: number, most: number): { [key in K]?: number } {
  if (value === undefined) return {};
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new OrgError('INVALID_FIELD', `"${name}" is a whole number from ${least} to ${most}.`);
  return { [name]: value } as { [key in K]?: number };
}

function share(value: unknown): { share?: number } {
  if (value === undefined) return {};
  if (typeof value !== 'number' || !(value > 0 && value <= 1)) throw new OrgError('INVALID_FIELD', '"share" is a number above 0 and up to 1.');
  return { share: value };
}

function parent(value: unknown): { parent?: string } {
  if (value === undefined) return {};
  const id = typeof value === 'string' ? normalId(value) : undefined;
  if (id === undefined) throw new OrgError('INVALID_FIELD', '"parent" is the id of a record.');
  return { parent: id };
}
