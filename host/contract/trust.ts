import { z } from 'zod';
import { entryShape } from '../../flows/audit/auditEntry.ts';
import { documentSchema } from '../../flows/model/document.ts';
import { command } from '../rpc/contract.ts';
import { fieldFacts } from './lookups.ts';
import { cell, place, schema } from './runs.ts';

const run = z.object({ run: z.string() });
const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
/** The document as it stands in the window; file names count from the folder of `path`. */
const flow = { path: z.string(), document: documentSchema, parameters };

/** flows/model/groupRejected.ts */
const group = z.object({
  key: z.string(),
  code: z.string(),
  column: z.string().optional(),
  length: z.number().optional(),
  count: z.number(),
  example: z.string(),
  plain: z.string(),
  values: z.array(z.object({ value: z.string(), count: z.number() })).readonly(),
});

const problem = z.object({ code: z.string(), severity: z.enum(['error', 'warning']), message: z.string(), hint: z.string().optional(), where: place });
const tracedRow = z.object({ end: z.string(), row: z.number(), schema, cells: z.array(cell).readonly() });

/** What becomes of rejected rows, where a row came from, whether the org is still what the flow was made for, and who did what. */
export const trust = {
  /** Everything that the nodes of a run rejected, by cause; not only the first thousand rows. Rejects with `retryNotKept` where it was not kept. */
  rejected: command(run, z.array(z.object({ node: z.string(), count: z.number(), schema, groups: z.array(group).readonly() })).readonly()),
  /** Plans what the rejected rows of a run would do, taken again through the document as it is now; `changes.apply` takes the plan. */
  planRetry: command(z.object({ run: z.string(), ...flow }), z.object({ run: z.string(), notes: z.array(z.string()).readonly() })),
  /** Follows a row of a run: the row at an out-port (`node.port`), of a node by its number among those it gave, both from 0; or the row that a record was written from, by its Id or key. */
  trace: command(
    z.object({ run: z.string(), target: z.union([z.object({ end: z.string(), row: z.int().min(0) }), z.object({ source: z.string(), ordinal: z.int().min(0) }), z.object({ record: z.string() })]) }),
    z.object({
      steps: z
        .array(
          z.object({
            node: z.string(),
            in: z.array(tracedRow).readonly(),
            inTotal: z.number(),
            out: z.array(tracedRow).readonly(),
            outTotal: z.number(),
            reason: z.object({ code: z.string(), message: z.string() }).optional(),
            what: z.enum(['read', 'passed', 'rejected', 'dropped', 'gathered', 'wrote']),
          }),
        )
        .readonly(),
      isPartial: z.boolean(),
    }),
  ),
  /** By which out-ports each of the rows kept at an out-port (at most 1,000) came: the distinct ways, and of each row which is its own. */
  ways: command(z.object({ run: z.string(), end: z.string() }), z.object({ ways: z.array(z.array(z.string()).readonly()).readonly(), of: z.array(z.number()).readonly() })),
  /** What the org says now of the fields that a node uses: fixes for rejected rows are better with it. */
  fields: command(z.object({ ...flow, node: z.string() }), z.array(fieldFacts).readonly()),
  /** What has changed in the orgs since it was noted in the file beside the flow; undefined where nothing was noted. */
  drift: command(z.object(flow), z.object({ problems: z.array(problem).readonly().optional() })),
  /** Notes what the orgs say now in the file beside the flow. */
  noteFields: command(z.object(flow), z.object({ file: z.string() })),
  /** The latest lines of the audit log, newest first; of one run where it is given. */
  audit: command(z.object({ run: z.string().optional(), limit: z.int().min(1).max(1000).default(100) }), z.array(entryShape()).readonly()),
  /** Whether every line of the audit log is as it was written. */
  verifyAudit: command(
    z.object({}),
    z.object({
      lines: z.number(),
      last: z.object({ n: z.number(), hash: z.string() }).optional(),
      faults: z.array(z.object({ line: z.number(), fault: z.string(), message: z.string() })).readonly(),
    }),
  ),
};
