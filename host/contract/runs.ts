import { z } from 'zod';
import { runStates } from '../../flows/engine/events.ts';
import { columnTypes } from '../../flows/kit/schema.ts';
import { documentSchema } from '../../flows/model/document.ts';
import { command, stream } from '../rpc/contract.ts';

export const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const schema = z.array(z.object({ name: z.string(), type: z.enum(columnTypes), label: z.string().optional() })).readonly();

export const place = z.object({
  file: z.string().optional(),
  line: z.number().optional(),
  node: z.string().optional(),
  port: z.string().optional(),
  path: z.array(z.union([z.string(), z.number()])).readonly().optional(),
  row: z.number().optional(),
});

export const errorShape = z.object({
  kind: z.enum(['settings', 'row', 'busy', 'service', 'cancelled', 'bug']),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  where: place,
  data: z.record(z.string(), z.unknown()),
});

const counts = z.object({
  in: z.number(),
  out: z.number(),
  written: z.number(),
  unchanged: z.number(),
  dropped: z.number(),
  rejected: z.number(),
  apiCalls: z.number(),
  retries: z.number(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  share: z.number().optional(),
});
const nodes = z.record(z.string(), counts);
const edges = z.record(z.string(), z.number());

/** The engine's RunEvent (flows/engine/events.ts), as it crosses to the window. */
const runEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), run: z.string(), flow: z.string(), at: z.string() }),
  z.object({ type: z.literal('progress'), elapsedMs: z.number(), nodes, edges }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warning']), node: z.string().optional(), message: z.string() }),
  z.object({
    type: z.literal('finished'),
    state: z.enum(['succeeded', 'failed', 'cancelled', 'interrupted']),
    elapsedMs: z.number(),
    nodes,
    edges,
    unhandled: z.number(),
    drops: z.record(z.string(), z.record(z.string(), z.number())),
    error: errorShape.optional(),
  }),
]);

/** What a person has said a run may do: production orgs by their names, and the most it may write. */
export const policy = {
  allowProduction: z.array(z.string()).optional(),
  ceilings: z.object({ rows: z.int().min(0).optional(), deletes: z.int().min(0).optional() }).optional(),
};

/** The whole flow, where only a part of it is to run. */
export const drawn = documentSchema.optional();

export const runs = {
  /** Starts the document as it stands in the window, saved or not; file names count from the folder of `path`. */
  start: command(
    z.object({ path: z.string(), document: documentSchema, drawn, parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), ...policy }),
    z.object({ run: z.string() }),
  ),
  /** Every event of a run from its beginning, then live, until it has finished. */
  watch: stream(z.object({ run: z.string() }), runEvent),
  cancel: command(z.object({ run: z.string() }), z.object({})),
  /** The latest runs, newest first; of one flow file when `path` is given. */
  list: command(
    z.object({ path: z.string().optional(), limit: z.int().max(500).default(50) }),
    z.array(z.object({ run: z.string(), flow: z.string(), path: z.string().optional(), mode: z.enum(['write', 'plan']), about: z.string().optional(), state: z.enum(runStates), startedAt: z.string(), elapsedMs: z.number(), read: z.number(), written: z.number(), rejected: z.number() })),
  ),
  /** The flow of a run as it was drawn then. */
  flow: command(z.object({ run: z.string() }), z.object({ document: documentSchema })),
  /** A page of the rows kept from an edge: the first ones that went over it (at most 1,000 are kept). */
  sample: command(
    z.object({ run: z.string(), edge: z.string(), offset: z.int().min(0), limit: z.int().max(1000) }),
    z.object({ schema, rows: z.array(z.array(cell).readonly()).readonly(), kept: z.number(), total: z.number() }),
  ),
};
