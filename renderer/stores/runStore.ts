import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NodeProgress, RunState } from '../../flows/engine/events.ts';
import type { ParameterValue } from '../../flows/model/parameters.ts';
import type { ErrorData } from '../../flows/kit/errors.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { dropsWithCalls, shownEdges, withCalls } from '../calls/foldCalls.ts';
import type { FlowDocument } from '../../flows/model/document.ts';
import { withEvent, type NodeSpans } from './nodeSpans.ts';
import { isPlan, type RunKind } from './runKind.ts';

/** An event of a run, as it comes over the line. */
type RunNews = ReturnType<HostClient['runs']['watch']> extends AsyncIterable<infer E> ? E : never;

/** What a run says of why it stopped. */
type RunError = Pick<ErrorData, 'kind' | 'code' | 'message' | 'data'> & {
  readonly hint?: string | undefined;
  readonly where: { readonly node?: string | undefined };
};

interface LogLine {
  readonly elapsedMs: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly node?: string | undefined;
  readonly message: string;
}

/** `idle`: nothing has run since the flow was opened; `starting`: asked for, no word yet. */
type RunPhase = 'idle' | 'starting' | RunState;

/**
 * The run the person watches. Counters lie here, keyed by node and edge id, and never in the view objects of the canvas:
 * a changed number re-renders that number.
 */
export interface RunStoreState {
  readonly run: string | undefined;
  readonly phase: RunPhase;
  readonly nodes: Readonly<Record<string, NodeProgress>>;
  readonly edges: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
  readonly unhandled: number;
  readonly drops: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly error: RunError | undefined;
  readonly log: readonly LogLine[];
  /** The run that is looked back at; undefined while the latest is on show. */
  readonly past: PastRun | undefined;
  /** The latest run of this window, to come back to. */
  readonly latest: string | undefined;
  /** The flow as it was when the latest run began. */
  readonly ran: FlowDocument | undefined;
  /** Nodes whose results on show are no longer what the flow would give. */
  readonly stale: ReadonlySet<string>;
  setStale(stale: ReadonlySet<string>): void;
  /** When each node worked, as far as this window has seen it. */
  readonly spans: NodeSpans;
  /** The values of parameters that the person gave last; offered again. */
  readonly given: Readonly<Record<string, ParameterValue>>;
  giveParameters(values: Readonly<Record<string, ParameterValue>>): void;
  starting(): void;
  /** Shows another run from its beginning; `past` when it is one that the person looks back at. */
  show(run: string, past: PastRun | undefined): void;
  /** `document`: the flow as it was then. */
  started(run: string, kind?: RunKind, document?: FlowDocument): void;
  /** What the runs that this window knows are for. */
  readonly kinds: Readonly<Record<string, RunKind>>;
  take(event: RunNews): void;
  /** The run could not be started or watched. */
  stopped(error: RunError): void;
  clear(): void;
}

/** Which run it was, for those who look back at it. */
export interface PastRun {
  readonly run: string;
  readonly startedAt: string;
  /** A run unless told. */
  readonly kind?: RunKind;
}

export type RunStore = StoreApi<RunStoreState>;

const noneStale: ReadonlySet<string> = new Set();
const blank = { run: undefined, phase: 'idle', nodes: {}, edges: {}, spans: {}, stale: noneStale, elapsedMs: 0, unhandled: 0, drops: {}, error: undefined, log: [] } as const;
const keepLines = 2000;

export function createRunStore(): RunStore {
  return createStore<RunStoreState>((set, get) => ({
    ...blank,
    given: {},
    past: undefined,
    latest: undefined,
    ran: undefined,
    kinds: {},
    starting: () => set({ ...blank, past: undefined, phase: 'starting' }),
    show: (run, past) => set({ ...blank, run, past, phase: 'running', kinds: past?.kind ? { ...get().kinds, [run]: past.kind } : get().kinds }),
    started: (run, kind = { what: 'run' }, ran) => set({ run, latest: run, ran, phase: 'running', kinds: { ...get().kinds, [run]: kind } }),
    take: (event) => {
      const state = get();
      switch (event.type) {
        case 'started':
          set({ phase: 'running' });
          break;
        case 'progress':
          set({ ...counted(state, event), spans: withEvent(state.spans, event.nodes, event.elapsedMs), elapsedMs: event.elapsedMs });
          break;
        case 'log':
          set({ log: [...state.log.slice(-keepLines), { elapsedMs: state.elapsedMs, level: event.level, node: event.node, message: event.message }] });
          break;
        case 'finished':
          set({
            phase: event.state,
            ...counted(state, event),
            spans: withEvent(state.spans, event.nodes, event.elapsedMs),
            elapsedMs: event.elapsedMs,
            unhandled: event.unhandled,
            drops: dropsWithCalls(event.drops),
            error: event.error,
            log: event.error
              ? [...state.log, { elapsedMs: event.elapsedMs, level: 'error', node: event.error.where.node, message: event.error.message }]
              : state.log,
          });
      }
    },
    stopped: (error) =>
      set({ phase: 'failed', error, log: [...get().log, { elapsedMs: get().elapsedMs, level: 'error', node: error.where.node, message: error.message }] }),
    giveParameters: (given) => set({ given }),
    setStale: (stale) => {
      if (stale.size > 0 || get().stale.size > 0) set({ stale });
    },
    clear: () => set({ ...blank, given: {}, past: undefined, latest: undefined, ran: undefined }),
  }));
}

/** The counts after an event, also of the cards that stand for called flows. */
function counted(state: RunStoreState, event: Pick<RunStoreState, 'nodes' | 'edges'>): Pick<RunStoreState, 'nodes' | 'edges'> {
  const edges = { ...state.edges, ...shownEdges(event.edges) };
  return { nodes: withCalls({ ...state.nodes, ...event.nodes }, event.nodes, edges), edges };
}

/** The run on show writes nothing: what it counts as written is what it would write. */
export function isPlanned({ run, kinds }: RunStoreState): boolean {
  return isPlan(kinds[run ?? ''] ?? { what: 'run' });
}

export function isRunning(state: RunStoreState): boolean {
  return state.phase === 'running' || state.phase === 'starting';
}
