import type { z } from 'zod';
import type { Problem } from './errors.ts';
import type { KeyOptions } from './rowKey.ts';
import type { Schema } from './schema.ts';

export type NodeKind = 'source' | 'transform' | 'sink';

/** The palette's drawers, in its order. */
export const categories = ['Files', 'Salesforce', 'Rows', 'Columns', 'Combine', 'Check', 'Flows'] as const;
export type Category = (typeof categories)[number];

export interface Port {
  readonly name: string;
  readonly title: string;
  /** For an in-port: all of its rows come before any row of the in-ports without this. A join reads one side first, and keeps it. */
  readonly isReadFirst?: boolean;
}

/** The usual ports. A row that a node cannot take leaves by `rejected` with its error in two more columns. */
export const inPort: Port = { name: 'in', title: 'Rows in' };
export const outPort: Port = { name: 'out', title: 'Rows out' };
export const rejectedPort: Port = { name: 'rejected', title: 'Rejected rows' };

export const writtenPort: Port = { name: 'written', title: 'Written rows' };

/** The columns of a sink's written rows: those they came with, the Id of their record, and what was done. */
export function writtenColumns(schema: Schema): Schema {
  const rest = schema.filter(({ name }) => name !== 'Action');
  return [...(rest.some(({ name }) => name === 'Id') ? rest : [...rest, { name: 'Id', type: 'text' as const }]), { name: 'Action', type: 'text' }];
}

/** What a rejected row has beyond the columns it came with. */
export const rejectedColumns: Schema = [
  { name: 'Error Code', type: 'text' },
  { name: 'Error Message', type: 'text' },
];

/** What the planner may assume. */
export interface Traits {
  /** `none`: rows are independent, so splits may run side by side; `keyed`: rows of one key must meet; `global`: all rows must meet. */
  readonly state: 'none' | 'keyed' | 'global';
  readonly order: 'keeps' | 'any';
  readonly deterministic: boolean;
  /** Every row in leaves as exactly one row (emitted, written, dropped or rejected). False for joins and aggregates. */
  readonly conserves: boolean;
  /** It keeps rows or keys in memory, and so gets a share of the run's memory. */
  readonly holds?: boolean;
}

/** The problems a node finds in its own settings; the checker adds the node's id to `where`. */
export type SettingProblem = Omit<Problem, 'where'> & { readonly path: readonly (string | number)[] };

/** The columns that arrive at each in-port; undefined where they are not known before the run. */
export type Upstream = readonly (Schema | undefined)[];

/** Which rows belong together at a node that makes one row of several, or keeps one of several: those with equal keys. */
export interface Meeting {
  /** By in-port, and for the rows that leave under `out`: the columns of the key. None: all rows belong together. A port that is missing is not looked at. */
  readonly columns: Readonly<Record<string, readonly string[] | 'all'>>;
  readonly key: KeyOptions;
}

/** A node type: everything about it that is pure. Palette, canvas, inspector, checker, docs, command line and engine read it. */
export interface NodeDefinition<S extends z.ZodObject = z.ZodObject> {
  /** The folder's name, for ever. */
  readonly type: string;
  /** Raised together with a migration. */
  readonly version: number;
  readonly kind: NodeKind;
  readonly title: string;
  readonly summary: string;
  readonly category: Category;
  readonly keywords?: readonly string[];
  readonly settings: S;
  ports(settings: z.output<S>): { readonly in: readonly Port[]; readonly out: readonly Port[] };
  /** One line under the title on the canvas: what this node does, in words. Blank while there is nothing to say. */
  caption?(settings: z.output<S>): string;
  /** The columns of every out-port but `rejected`; undefined where they are not known before the run. Missing: the first in-port's. */
  columns?(settings: z.output<S>, upstream: Upstream): Schema | undefined;
  check?(settings: z.output<S>, upstream: Upstream): readonly SettingProblem[];
  /** For a sink whose incoming columns fill fields of the same name: the lookup that names those fields. The window maps columns to them. */
  readonly targets?: string;
  readonly traits: Traits;
  /** Where it depends on the settings: instead of the trait of that name. */
  conserves?(settings: z.output<S>): boolean;
  /** The columns of incoming rows that it reads, where it neither sends on nor rejects anything else of them. Undefined, or missing: it may want all. */
  reads?(settings: z.output<S>, upstream: Upstream): readonly string[] | undefined;
  /** For following rows through it; undefined where rows stay single. */
  meeting?(settings: z.output<S>): Meeting | undefined;
  /** `migrate[n]` turns settings of version n into version n + 1. */
  readonly migrate?: Readonly<Record<number, (older: unknown) => unknown>>;
}

/** Keeps the type of the settings while checking the rest. */
export function defineNode<S extends z.ZodObject>(definition: NodeDefinition<S>): NodeDefinition<S> {
  return definition;
}
