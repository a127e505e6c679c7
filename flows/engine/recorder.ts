import type { AppError } from '../kit/errors.ts';
import { clockMs } from './clockMs.ts';
import { sameTally } from './counts.ts';
import type { FinishedEvent, NodeProgress, ProgressEvent, RunEvent } from './events.ts';
import type { NodeRun, EdgeRun } from './nodeRun.ts';
import type { Redactor } from './redact.ts';
import type { RunControl } from './runControl.ts';
import type { RunRequest } from './runRequest.ts';
import type { RunStore, RunTotals } from './runStore.ts';
import type { Sample } from './sample.ts';

/** Progress goes out so often at most. */
const progressMs = 100;
/** Samples that still grow are kept so often, so that an edge can be opened while the run goes. */
const sampleMs = 500;
/** So long rows wait at most while samples are kept; what is left is kept at the next look. */
const sampleTurnMs = 30;
/** A run that waits says so often that it lives. */
const beatMs = 10_000;
/** A node that logs every row must not drown the rest. */
const keptLogs = 1000;

interface KeptSample {
  readonly edge: string;
  readonly sample: Sample;
  rowsNow(): number;
  keptRows: number;
  keptTotal: number;
}

/** Tells what a run does: to whoever listens and to the run store. Looks at the counters from time to time, so rows pay nothing for it. */
export class Recorder {
  readonly #request: RunRequest;
  readonly #store: RunStore;
  readonly #redactor: Redactor;
  readonly #control: RunControl;
  readonly #onEvent: (event: RunEvent, sequence: number) => void;
  readonly #started = clockMs();
  #nodes: readonly NodeRun[] = [];
  #edges: readonly EdgeRun[] = [];
  #samples: readonly KeptSample[] = [];
  readonly #saidNodes = new Map<string, NodeProgress>();
  readonly #saidEdges = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #sampledAt = 0;
  #spokeAt = 0;
  #logs = 0;
  #isOver = false;

  constructor(request: RunRequest, store: RunStore, redactor: Redactor, control: RunControl, onEvent: (event: RunEvent, sequence: number) => void) {
    this.#request = request;
    this.#store = store;
    this.#redactor = redactor;
    this.#control = control;
    this.#onEvent = onEvent;
  }

  start(): void {
    this.#store.createRun(this.#request);
    this.#say({ type: 'started', run: this.#request.run, flow: this.#request.document.name, at: new Date().toISOString() });
  }

  /** From now on these are looked at. */
  follow(nodes: readonly NodeRun[], edges: readonly EdgeRun[]): void {
    this.#nodes = nodes;
    this.#edges = edges;
    this.#samples = [
      ...edges.map((edge) => ({ edge: edge.id, sample: edge.sample, rowsNow: () => edge.rows, keptRows: -1, keptTotal: 0 })),
      ...nodes.map((node) => ({ edge: `${node.id}.rejected`, sample: node.rejected, rowsNow: () => node.tally.rejected, keptRows: -1, keptTotal: 0 })),
    ];
    this.#timer = setInterval(() => this.#look(), progressMs);
    this.#timer.unref();
  }

  log(level: 'info' | 'warning', node: string | undefined, message: string): void {
    // A node that was left behind may still talk; the last event stays the last.
    if (this.#isOver || ++this.#logs > keptLogs) return;
    this.#try(() => this.#say({ type: 'log', level, ...(node === undefined ? {} : { node }), message: this.#redactor.text(message) }));
  }

  /** Says the end, with complete counts; the run's state in the store is the event's. */
  finish(state: FinishedEvent['state'], error: AppError | undefined): FinishedEvent {
    clearInterval(this.#timer);
    if (this.#logs > keptLogs) {
      const more = this.#logs - keptLogs;
      this.#logs = 0;
      this.log('warning', undefined, `${more} more log lines are not shown: a run keeps ${keptLogs}.`);
    }
    for (const { id, tally } of this.#nodes) if (error?.where.node === id) tally.state = 'failed';
    this.#isOver = true;
    this.#try(() => this.#keepSamples(Infinity));
    const event: FinishedEvent = {
      type: 'finished',
      state,
      elapsedMs: this.#elapsedMs(),
      nodes: Object.fromEntries(this.#nodes.map(({ id, tally }) => [id, { ...tally }])),
      edges: Object.fromEntries(this.#edges.map(({ id, rows }) => [id, rows])),
      unhandled: this.#nodes.reduce((sum, { unhandled }) => sum + unhandled, 0),
      drops: Object.fromEntries(this.#nodes.filter(({ drops }) => Object.keys(drops).length > 0).map(({ id, drops }) => [id, { ...drops }])),
      ...(error ? { error: this.#redactor.error(error) } : {}),
    };
    let sequence = 0;
    // Whoever waits for the run hears its end even when the store cannot.
    this.#try(() => (sequence = this.#store.finishRun(this.#request.run, event, this.#totals())));
    this.#onEvent(event, sequence);
    return event;
  }

  #look(): void {
    this.#try(() => {
      const now = clockMs();
      const nodes = this.#nodes.filter(({ id, tally }) => !(this.#saidNodes.has(id) && sameTally(this.#saidNodes.get(id)!, tally)));
      const edges = this.#edges.filter(({ id, rows }) => this.#saidEdges.get(id) !== rows);
      if (nodes.length > 0 || edges.length > 0 || now - this.#spokeAt > beatMs) {
        this.#spokeAt = now;
        const sequence = this.#store.appendEvent(this.#request.run, this.#progress(this.#nodes, this.#edges), this.#totals());
        const changed = this.#progress(nodes, edges);
        for (const [id, tally] of Object.entries(changed.nodes)) this.#saidNodes.set(id, tally);
        for (const [id, rows] of Object.entries(changed.edges)) this.#saidEdges.set(id, rows);
        if (nodes.length > 0 || edges.length > 0) this.#onEvent(changed, sequence);
      }
      if (now - this.#sampledAt > sampleMs) {
        // A large flow needs several looks for a round; the next round begins when all were kept.
        if (this.#keepSamples(sampleTurnMs)) this.#sampledAt = now;
      }
    });
  }

  #progress(nodes: readonly NodeRun[], edges: readonly EdgeRun[]): ProgressEvent {
    return {
      type: 'progress',
      elapsedMs: this.#elapsedMs(),
      nodes: Object.fromEntries(nodes.map(({ id, tally }) => [id, { ...tally }])),
      edges: Object.fromEntries(edges.map(({ id, rows }) => [id, rows])),
    };
  }

  /** Keeps the samples that have changed, for so many ms, with one wait for the disk; true when none is left. */
  #keepSamples(ms: number): boolean {
    const changed = this.#samples.filter(({ sample, rowsNow, keptRows, keptTotal }) => sample.schema && (keptRows !== sample.count || keptTotal !== rowsNow()));
    // Those that grew first: they are what can be opened.
    changed.sort((a, b) => Number(b.keptRows !== b.sample.count) - Number(a.keptRows !== a.sample.count));
    if (changed.length === 0) return true;
    const until = clockMs() + ms;
    return this.#store.together(() =>
      changed.every((kept) => {
        if (clockMs() > until) return false;
        this.#keepSample(kept);
        return true;
      }),
    );
  }

  #keepSample(kept: KeptSample): void {
    const { edge, sample } = kept;
    const total = kept.rowsNow();
    const grew = kept.keptRows !== sample.count;
    this.#store.saveSample(this.#request.run, { edge, total, ...(grew ? { schema: sample.schema!, columns: sample.columns, kept: sample.count } : {}) });
    kept.keptRows = sample.count;
    kept.keptTotal = total;
  }

  #totals(): RunTotals {
    const totals = { read: 0, written: 0, rejected: 0 };
    for (const { plan, tally } of this.#nodes) {
      if (plan.definition.kind === 'source') totals.read += tally.out + tally.dropped + tally.rejected;
      totals.written += tally.written;
      totals.rejected += tally.rejected;
    }
    return totals;
  }

  #say(event: RunEvent): void {
    this.#onEvent(event, this.#store.appendEvent(this.#request.run, event));
  }

  #elapsedMs(): number {
    return Math.round(clockMs() - this.#started);
  }

  /** A run whose store cannot be written stops: nobody could say later what it did. */
  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#control.fail(error);
    }
  }
}
