import { z } from 'zod';
import { environments } from '../kit/connection.ts';
import { once } from '../kit/once.ts';

/** What is written down. `runEnded` and the rest carry what they changed; a run that was killed has no end until somebody looks at it. */
export const auditActions = ['runStarted', 'runResumed', 'runEnded', 'runRetried', 'planned', 'applied', 'undone', 'connectionUsed', 'connectionSaved', 'connectionRemoved'] as const;
export type AuditAction = (typeof auditActions)[number];

/** What happened, as whoever did it tells it. Never a secret, never a row. */
const eventShape = once(() => z.strictObject({
  action: z.enum(auditActions),
  run: z.string().optional(),
  /** The run that this one goes on from: the one that was retried or undone. */
  parent: z.string().optional(),
  flow: z.strictObject({ name: z.string(), path: z.string().optional(), hash: z.string() }).optional(),
  connection: z
    .strictObject({ name: z.string(), system: z.string(), environment: z.enum(environments), address: z.string().optional(), user: z.string().optional() })
    .optional(),
  /** The flow's name, where no more is said of it. */
  title: z.string().optional(),
  /** How it ended: a run's state. */
  state: z.string().optional(),
  /** Rows or records by what was done to them: read, written, rejected, restored … */
  changed: z.record(z.string(), z.number()).optional(),
}));
export type AuditEvent = z.output<ReturnType<typeof eventShape>>;

/** A line of the log. `n` counts from 1; `previous` is the `hash` of the line before, so that no line can be taken out or changed unseen. */
export const entryShape = once(() => eventShape().extend({
  n: z.int().min(1),
  at: z.iso.datetime(),
  who: z.strictObject({ user: z.string(), host: z.string() }),
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
}));
export type AuditEntry = z.output<ReturnType<typeof entryShape>>;
