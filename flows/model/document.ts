import { z } from 'zod';

/** The version of the file format. Raised together with a migration in migrate.ts. */
export const formatVersion = 1;

const id = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a node id starts with a small letter and has only letters and digits');

const parameterSchema = z.strictObject({
  type: z.enum(['text', 'number', 'boolean']).default('text'),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  description: z.string().optional(),
});

const nodeSchema = z.strictObject({
  type: z.string(),
  version: z.int().min(1),
  /** What the person calls it; the node type's title where it is missing. */
  title: z.string().optional(),
  note: z.string().optional(),
  settings: z.record(z.string(), z.unknown()),
});

/**
 * What one run of the flow may write at most, over all its sinks, and whether it must have run elsewhere before it writes to production.
 * Whoever runs it may ask for less, never for more.
 */
const limitsSchema = z.strictObject({ rows: z.int().min(0).optional(), deletes: z.int().min(0).optional(), sandboxFirst: z.boolean().optional() });

/** Ends of an edge are `nodeId.portName`. */
const endSchema = z.string().regex(/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/, 'an end of an edge is written nodeId.portName');
const edgeSchema = z.strictObject({ from: endSchema, to: endSchema });
const positionSchema = z.strictObject({ x: z.number(), y: z.number() });

/** Nodes that belong together; a frame is drawn around them. A node is in one group at most, and no group is empty. */
const groupSchema = z.strictObject({ title: z.string(), nodes: z.array(id), isCollapsed: z.boolean().optional() });
/** A remark on the canvas, in Markdown, and its box in the flow's units (px at zoom 1). */
const noteSchema = z.strictObject({ text: z.string(), x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/**
 * A flow document: what a flow file holds. No secrets, hosts, users, times or ids that change by themselves.
 * Where nodes stand is in `layout` alone, so that moving a node changes one line.
 */
export const documentSchema = z.strictObject({
  sluice: z.literal(formatVersion),
  name: z.string().min(1),
  description: z.string().optional(),
  parameters: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/), parameterSchema).default({}),
  limits: limitsSchema.optional(),
  nodes: z.record(id, nodeSchema),
  edges: z.array(edgeSchema),
  groups: z.record(id, groupSchema).optional(),
  notes: z.record(id, noteSchema).optional(),
  layout: z.record(id, positionSchema).default({}),
});

export type FlowDocument = z.output<typeof documentSchema>;
export type FlowNode = z.output<typeof nodeSchema>;
export type FlowEdge = z.output<typeof edgeSchema>;
export type FlowParameter = z.output<typeof parameterSchema>;
export type FlowLimits = z.output<typeof limitsSchema>;
export type FlowGroup = z.output<typeof groupSchema>;
export type FlowNote = z.output<typeof noteSchema>;
export type Position = z.output<typeof positionSchema>;

export interface EdgeEnd {
  readonly node: string;
  readonly port: string;
}

/** `filter.rejected` → node and port. */
export function parseEnd(end: string): EdgeEnd {
  const dot = end.indexOf('.');
  return { node: end.slice(0, dot), port: end.slice(dot + 1) };
}

/** The identity of an edge: both its ends. Counts and samples are kept under it. */
export function edgeId(edge: FlowEdge): string {
  return `${edge.from} → ${edge.to}`;
}

export function emptyDocument(name: string): FlowDocument {
  return { sluice: formatVersion, name, parameters: {}, nodes: {}, edges: [], layout: {} };
}
