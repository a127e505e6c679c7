import type { z } from 'zod';
import type { Batch, Cursor } from './batch.ts';
import type { Change, ChangeAction, Cost, Current, RecordChange, Sent, Target } from './change.ts';
import type { AppError } from './errors.ts';
import type { NodeDefinition, Upstream } from './defineNode.ts';
import type { UsedObject } from './fieldFacts.ts';
import type { ColumnType } from './schema.ts';
import type { Connection } from './connection.ts';

/** What a node may use while it runs. Everything a node needs comes from here: there is no module state. */
export interface NodeContext<S = unknown> {
  /** The node's id in the flow. */
  readonly node: string;
  readonly settings: S;
  /** The run's id; the same when it is resumed. */
  readonly run: string;
  /** Nothing is written in the end, so what remembers how far it got must not. */
  readonly isPlan?: boolean;
  /** When the run started, in milliseconds since the epoch: the one moment that NOW() means in all of its nodes. */
  readonly startedMs: number;
  /** Aborts when the run is cancelled or has failed; a node stops within a second. */
  readonly signal: AbortSignal;
  /** So much a node that keeps rows may keep; past it, it ends with `memoryFull`. */
  readonly memoryBytes: number;
  /** The names, in small letters, of the columns that anybody reads of the rows it sends to `out`; undefined: all may be wanted. Who leaves others out says so when it emits. */
  wanted?(this: void): ReadonlySet<string> | undefined;
  /** To be awaited between pieces of long work (a sort, rows made of few): lets the engine hear a cancel. Undefined while there is no need. */
  pause(): Promise<void> | undefined;
  /** The absolute path of a file named in a setting; relative names count from the flow file's folder. */
  path(this: void, file: string): string;
  /** The connection a setting names, with its secrets. Rejects with kind `settings` when there is none of that name. */
  connection(this: void, name: string): Promise<Connection>;
  /** One thing per run and key (a client, a describe), opened on first use and closed when the run ends. */
  shared<T extends object>(this: void, key: string, open: () => Promise<T>, close?: (thing: T) => Promise<void>): Promise<T>;
  /** Row `row` of `batch` is bad: it leaves by the `rejected` port with this error. Not to be emitted as well. */
  reject(this: void, batch: Batch, row: number, error: AppError): void;
  /** So many rows end here on purpose. The reason is shown to people: "Email is blank". */
  drop(this: void, count: number, reason: string): void;
  /** Adds to a counter shown in the run panel: API calls made, retries done. */
  count(this: void, counter: 'apiCalls' | 'retries', by: number): void;
  /** Of a source: so much of what it reads it has given out, 0 to 1, where that is known. The window says by it how long a run still takes. */
  reached?(this: void, share: number): void;
  log(this: void, level: 'info' | 'warning', message: string): void;
}

/** A part of a source that can be read on its own and again. */
export interface Split {
  readonly id: string;
  readonly spec: Readonly<Record<string, string | number>>;
}

export interface SourceRun<S> {
  /** Absent: one split. */
  plan?(context: NodeContext<S>): Promise<Split[]>;
  /** Yields at least one batch, perhaps without rows, so that the columns travel. A batch carries the cursor after its last row. */
  read(context: NodeContext<S>, split: Split, from?: Cursor): AsyncIterable<Batch>;
}

export interface Output {
  /**
   * Sends a batch on. The promise, where there is one, is the back-pressure: await it before making more.
   *
   * @param port `out` unless told
   * @param isNarrow columns that nobody wants were left out, so the rows are none for a sample
   */
  emit(batch: Batch, port?: string, isNarrow?: boolean): void | Promise<void>;
}

export interface TransformRun<S> {
  open(context: NodeContext<S>): TransformWork | Promise<TransformWork>;
}
export interface TransformWork {
  process(batch: Batch, out: Output, port: string): void | Promise<void>;
  finish?(out: Output): void | Promise<void>;
}

/** What became of one row at a sink. Rows that were refused are rejected through the context instead. */
export interface Outcome {
  readonly row: number;
  readonly action: 'inserted' | 'updated' | 'deleted' | 'unchanged';
  readonly id?: string;
}

/** How often a row can be written when a run is resumed. Shown to people. */
export type Delivery = 'idempotent' | 'transactional' | 'commitOnFinish' | 'atLeastOnce';

export interface SinkRun<S> {
  delivery(settings: S): Delivery;
  /** `from` is what the sink's own `checkpoint` gave before the run broke off. */
  open(context: NodeContext<S>, from?: Cursor): SinkWork | Promise<SinkWork>;
  /** Whether what `checkpoint` spoke of is still there. Where it is not, the run is read again from its start. */
  canGoOn?(context: NodeContext<S>, from: Cursor): Promise<boolean>;
}
export interface SinkWork {
  /** Undefined: every row of the batch that was not rejected or dropped is written, and nothing is known of them one by one (files). */
  write(batch: Batch): Promise<readonly Outcome[] | undefined>;
  /** Makes what was written until now outlive the process, and says where to go on. Absent: a resumed run begins the sink anew. */
  checkpoint?(): Promise<Cursor>;
  /** All rows are in: make them count (rename the file, close the job). */
  finish?(): Promise<void>;
  /** The run stopped before `finish`: leave nothing half-written. */
  abort?(): Promise<void>;
}

/** A sink that changes records which are there already or will be: one that can say beforehand what it will do. */
export interface RecordSinkRun<S> {
  delivery(settings: S): Delivery;
  open(context: NodeContext<S>): Promise<ChangeWork>;
}

/** What the engine needs to plan, apply, resume, prove and undo. The work never decides: it reads and it sends. */
export interface ChangeWork {
  readonly target: Target;
  /** So many changes are gathered before they are divided; fewer when nothing more comes. */
  readonly sendRows: number;
  /** What goes together, each change in one sending, in the order in which they begin. */
  divide(changes: readonly RecordChange[]): readonly Sending[];
  /** Reads the target, writes nothing. One change for each live row, in their order. */
  preview(batch: Batch): Promise<readonly Change[]>;
  /**
   * Writes the changes of a sending, and answers each at its place; undefined where it cannot be said what was done, and `error` why. Such rows
   * are in doubt until the run is resumed. `note` is called with whatever `settle` needs, such as the id of a job, before the target begins it.
   */
  send(changes: readonly RecordChange[], note: (job: string) => void): Promise<{ readonly answers: readonly (Sent | undefined)[]; readonly error?: unknown }>;
  /**
   * What became of a sending that the run broke off in, by what was noted of it last; nothing may have been. A change without an answer is in
   * doubt. Undefined: the target has done nothing of it and will not.
   */
  settle?(noted: string | undefined, changes: readonly RecordChange[]): Promise<readonly (Sent | undefined)[] | undefined>;
  /** What the target has now of the records of these changes, each at its place. */
  read(changes: readonly RecordChange[]): Promise<readonly Current[]>;
  /** Whether an insert that may have been sent can be told from one that was not: by a marker or a key nobody else has. */
  readonly canFindInserts: boolean;
  /** `readCalls`: what the preview took, which is taken again when the plan is applied. */
  cost?(counts: Readonly<Partial<Record<ChangeAction, number>>>, readCalls: number): Promise<Cost>;
  abort?(): Promise<void>;
}

/** Changes that go to a target together. */
export interface Sending {
  /** Where they stand among those that were divided. */
  readonly places: readonly number[];
  /** It begins when fewer sendings than this are under way. */
  readonly atOnce: number;
}

/** One answer of a lookup: a value for the setting and what a person reads. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
  readonly type?: ColumnType;
  readonly required?: boolean;
  readonly examples?: readonly string[];
  /** For a field that leads to another object: the name of the way there, and where it may lead. */
  readonly relationship?: string;
  readonly objects?: readonly string[];
}

/** Pickers that ask a file or an org. They run on the host's side, never in the window. */
export type Lookups<S> = Readonly<Record<string, (context: LookupContext<S>) => Promise<Choice[]>>>;
export type LookupContext<S> = Pick<NodeContext<S>, 'settings' | 'signal' | 'path' | 'connection' | 'shared'> & {
  /** The columns that come in, by in-port, as far as they are known. */
  readonly upstream?: Upstream;
};

/** What a node uses of orgs, asked of them; `upstream` are the columns that come in. For what warns when an org has changed. */
export type UsedObjects<S> = (context: LookupContext<S>, upstream: Upstream) => Promise<UsedObject[]>;

export type NodeRuntime<S = never> = { readonly lookups?: Lookups<S>; readonly usedObjects?: UsedObjects<S> } & (
  | ({ readonly kind: 'source' } & SourceRun<S>)
  | ({ readonly kind: 'transform' } & TransformRun<S>)
  | ({ readonly kind: 'sink'; readonly writes: 'rows' } & SinkRun<S>)
  | ({ readonly kind: 'sink'; readonly writes: 'records' } & RecordSinkRun<S>)
);

type With<S, R> = R & { readonly lookups?: Lookups<S>; readonly usedObjects?: UsedObjects<S> };

/** `export const run = defineSource(definition, { read })`: ties a run to its definition, so that the settings' type is the schema's. */
export function defineSource<S extends z.ZodObject>(_definition: NodeDefinition<S>, run: With<z.output<S>, SourceRun<z.output<S>>>): NodeRuntime<z.output<S>> {
  return { kind: 'source', ...run };
}
export function defineTransform<S extends z.ZodObject>(_definition: NodeDefinition<S>, run: With<z.output<S>, TransformRun<z.output<S>>>): NodeRuntime<z.output<S>> {
  return { kind: 'transform', ...run };
}
export function defineSink<S extends z.ZodObject>(_definition: NodeDefinition<S>, run: With<z.output<S>, SinkRun<z.output<S>>>): NodeRuntime<z.output<S>> {
  return { kind: 'sink', writes: 'rows', ...run };
}
export function defineRecordSink<S extends z.ZodObject>(_definition: NodeDefinition<S>, run: With<z.output<S>, RecordSinkRun<z.output<S>>>): NodeRuntime<z.output<S>> {
  return { kind: 'sink', writes: 'records', ...run };
}
