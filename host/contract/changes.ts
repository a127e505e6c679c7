import { z } from 'zod';
import { changeActions } from '../../flows/kit/change.ts';
import { documentSchema } from '../../flows/model/document.ts';
import { command } from '../rpc/contract.ts';
import { cell, drawn, policy } from './runs.ts';

const run = z.object({ run: z.string() });
const action = z.enum(changeActions);
const actions = z.partialRecord(action, z.number());
const target = z.object({ connection: z.string(), name: z.string(), isProduction: z.boolean(), object: z.string() });
/** `readCalls`: how many of the API calls read. */
const cost = z.object({ apiCalls: z.number(), readCalls: z.number().optional(), bulkJobs: z.number(), minutes: z.number(), callsLeft: z.number().optional(), callsKept: z.number().optional(), callsMost: z.number().optional() });

/** What became of a row that was sent: flows/engine/trust/ledgerEntry.ts. */
const outcome = z.object({ state: z.enum(['written', 'rejected', 'notSent', 'inDoubt']), id: z.string().optional(), code: z.string().optional(), message: z.string().optional() });

const restoring = z.enum(['update', 'delete']);
const choice = z.enum(['keep', 'restore']);

/** One row of a plan, or of what a run sent. Blank is null. */
const changeRow = z.object({
  node: z.string(),
  action,
  key: z.string(),
  id: z.string().optional(),
  fields: z.array(z.object({ name: z.string(), before: cell, after: cell })).readonly(),
  /** The old values were not read: `before` says nothing, and the change cannot be taken back. */
  isBlind: z.boolean().optional(),
  /** Why it will not be written. */
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Of an undo: what somebody changed since. */
  conflicts: z.array(z.object({ name: z.string(), before: cell, ours: cell, now: cell })).readonly().optional(),
  /** What is done to the record where the person decides against the conflict; missing where nothing can be done. */
  ifRestored: restoring.optional(),
  outcome: outcome.optional(),
});

const proof = z.object({
  isWhole: z.boolean(),
  /** What is open, in sentences. */
  doubts: z.array(z.string()).readonly(),
  balances: z.array(z.object({ what: z.string(), left: z.number(), right: z.number() })).readonly(),
  flowHash: z.string(),
  madeAt: z.string(),
  nodes: z
    .array(
      z.object({
        node: z.string(),
        title: z.string(),
        target: target.optional(),
        actions: actions.optional(),
        results: z.record(z.string(), z.number()).optional(),
        recount: z.object({ at: z.string(), asWritten: z.number(), changedSince: z.number(), takenBack: z.number() }).optional(),
      }),
    )
    .readonly(),
});

/**
 * Plan, apply, resume, undo and proof. What starts something gives a run, which is watched, cancelled and listed like any other
 * (`runs.watch`); a plan and a dry undo are runs of mode `plan`, and count as written what they would write.
 */
export const changes = {
  /** Begins to plan the document as it stands in the window. */
  plan: command(z.object({ path: z.string(), document: documentSchema, drawn, parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }), run),
  /** What a plan would do, or what a run did, sink by sink. `fields`: how many updates change a field, most first. */
  totals: command(
    run,
    z.object({
      nodes: z.record(
        z.string(),
        z.object({
          target,
          cost: cost.optional(),
          actions,
          results: z.record(z.string(), z.number()),
          /** Sendings whose answers are not known: the run can be resumed. */
          sending: z.number(),
          fields: z.array(z.object({ name: z.string(), count: z.number() })).readonly(),
          /** Of a dry undo: the conflicts that a person may decide otherwise, by kind (`conflictKind` in flows/kit/change.ts), most first. */
          conflicts: z.array(z.object({ kind: z.string(), ifRestored: restoring, fields: z.array(z.string()).readonly(), count: z.number() })).readonly(),
        }),
      ),
    }),
  ),
  /** A page of the rows of a plan, or of what a run sent. */
  rows: command(
    z.object({ run: z.string(), node: z.string().optional(), action: action.optional(), offset: z.int().min(0), limit: z.int().min(1).max(1000) }),
    z.object({ rows: z.array(changeRow).readonly(), total: z.number() }),
  ),
  /** Writes exactly what a plan says. Rejects with `planOfAnotherFlow` where the document is not the one that was planned. */
  apply: command(z.object({ plan: z.string(), path: z.string(), document: documentSchema, ...policy }), run),
  /** Goes on with a run that broke off; gives the same run. */
  resume: command(z.object({ run: z.string(), ...policy }), run),
  /** Takes back what a run wrote; `isDry` only says what would be taken back. */
  undo: command(
    z.object({ run: z.string(), isDry: z.boolean(), conflicts: z.object({ records: z.record(z.string(), choice).optional(), kinds: z.record(z.string(), choice).optional(), all: choice.optional() }), ...policy }),
    run,
  ),
  /** Accounts for every row; with `asksOrg` the org is asked again what it has. */
  proof: command(z.object({ run: z.string(), asksOrg: z.boolean() }), proof),
  /** The same as a text to keep. */
  proofText: command(z.object({ run: z.string(), asksOrg: z.boolean(), format: z.enum(['md', 'html', 'json']) }), z.object({ text: z.string() })),
  /** Removes what is kept of people's data: of one run, or of all that are older than so many days. */
  purge: command(z.object({ run: z.string().optional(), olderThanDays: z.number().min(0).optional() }), z.object({ runs: z.number() })),
};
