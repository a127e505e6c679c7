import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostClient } from '../../host/contract/contract.ts';
import type { Chosen } from '../trust/conflictChoices.ts';

export type Trace = Awaited<ReturnType<HostClient['trust']['trace']>>;

/** The row whose way through the flow is on show. */
interface ShownTrace {
  readonly title: string;
  /** Undefined while it is looked for. */
  readonly trace: Trace | undefined;
  readonly error: string | undefined;
  /** Ids of the nodes, and out-ports (`node.port`), that the row came by. */
  readonly way: ReadonlySet<string>;
}

/** What a person is asked before something is written. */
export interface Question {
  readonly title: string;
  /** What will happen, in one sentence. */
  readonly sentence: string;
  readonly notes: readonly string[];
  readonly confirm: string;
  readonly isDangerous: boolean;
  /** Names of production orgs, to be typed; none where nothing in production is written. */
  readonly orgs: readonly string[];
  readonly onConfirm: () => void;
}

/** What the views of trust have open: a question, a proof, the way of a row. Nothing of it is part of the flow. */
export interface TrustState {
  readonly question: Question | undefined;
  /** The run whose proof is on show. */
  readonly proofOf: string | undefined;
  readonly trace: ShownTrace | undefined;
  /** Nodes and out-ports like those of a way: all by which the row that is looked at can have come. Undefined while none is. */
  readonly light: ReadonlySet<string> | undefined;
  /** What is started once the parameters are given. */
  readonly asksFor: 'run' | 'plan';
  /** The node up to which it is planned. */
  readonly asksUpTo: string | undefined;
  /** By the run that planned an undo: what was chosen for its conflicts. */
  readonly choices: Readonly<Record<string, Chosen>>;
  ask(question: Question | undefined): void;
  showProof(run: string | undefined): void;
  showTrace(trace: ShownTrace | undefined): void;
  setLight(light: ReadonlySet<string> | undefined): void;
  askFor(what: 'run' | 'plan', upTo?: string): void;
  choose(run: string, chosen: Chosen): void;
}

export type TrustStore = StoreApi<TrustState>;

export function createTrustStore(): TrustStore {
  return createStore<TrustState>((set) => ({
    question: undefined,
    proofOf: undefined,
    trace: undefined,
    light: undefined,
    asksFor: 'run',
    asksUpTo: undefined,
    choices: {},
    ask: (question) => set({ question }),
    showProof: (proofOf) => set({ proofOf }),
    showTrace: (trace) => set({ trace }),
    setLight: (light) => set({ light }),
    askFor: (asksFor, asksUpTo) => set({ asksFor, asksUpTo }),
    choose: (run, chosen) => set(({ choices }) => ({ choices: { ...choices, [run]: chosen } })),
  }));
}
