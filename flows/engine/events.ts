import type { ErrorData } from '../kit/errors.ts';

export const runStates = ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;
/** `interrupted`: the engine's process ended without saying how; the run can be looked at, later resumed. */
export type RunState = (typeof runStates)[number];

/**
 * What a node has done so far. Rows: `in` = `out` + written + unchanged + dropped + rejected for every node that conserves rows; `out` is
 * what left by every port but `rejected`. Nothing comes into a source: its `in` is 0, and it has read `out` + dropped + rejected rows.
 */
export interface NodeCounts {
  readonly in: number;
  readonly out: number;
  readonly written: number;
  readonly unchanged: number;
  readonly dropped: number;
  readonly rejected: number;
  readonly apiCalls: number;
  readonly retries: number;
}

export type NodeState = 'waiting' | 'running' | 'done' | 'failed';

export interface NodeProgress extends NodeCounts {
  readonly state: NodeState;
  /** Of a source that knows it: how much of what it reads it has read, 0 to 1. */
  readonly share?: number | undefined;
}

/**
 * What a run says, in order: `started` first. `progress` comes at most ten times a second and holds only what changed, as totals, never as differences.
 * `edges` is keyed by `edgeId` of the model. `finished` is always the last, and its counts are complete.
 */
export type RunEvent =
  | { readonly type: 'started'; readonly run: string; readonly flow: string; readonly at: string }
  | { readonly type: 'progress'; readonly elapsedMs: number; readonly nodes: Readonly<Record<string, NodeProgress>>; readonly edges: Readonly<Record<string, number>> }
  | { readonly type: 'log'; readonly level: 'info' | 'warning'; readonly node?: string | undefined; readonly message: string }
  | {
      readonly type: 'finished';
      readonly state: Exclude<RunState, 'running'>;
      readonly elapsedMs: number;
      readonly nodes: Readonly<Record<string, NodeProgress>>;
      readonly edges: Readonly<Record<string, number>>;
      /** Rows that were rejected where no edge takes them. */
      readonly unhandled: number;
      /** Why rows were dropped, per node: reason → rows. */
      readonly drops: Readonly<Record<string, Readonly<Record<string, number>>>>;
      readonly error?: ErrorData | undefined;
    };

export type ProgressEvent = Extract<RunEvent, { type: 'progress' }>;
export type FinishedEvent = Extract<RunEvent, { type: 'finished' }>;
