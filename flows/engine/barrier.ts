import type { Cursor } from '../kit/batch.ts';
import { AppError } from '../kit/errors.ts';
import { clockMs } from './clockMs.ts';
import type { NodeProgress } from './events.ts';
import type { Lane, Wiring } from './lane.ts';
import type { NodeRun } from './nodeRun.ts';
import type { RunCheckpoint } from './runStore/checkpoints.ts';
import type { RunStore } from './runStore.ts';

/** A checkpoint is taken when this many rows were read or this much time has passed since the last. */
const checkpointRows = 50_000;
const checkpointMs = 5000;
/** The flow stands still while one is taken, until the slowest call has come back: it works at least so many times longer than it stands. */
const workPerStop = 20;

/** What the sinks of a run say at a checkpoint: where sinks of rows go on, and how far the ledgers of the others are. */
export type SinkPositions = () => Promise<Pick<RunCheckpoint, 'sinks' | 'ledger'>>;

interface SplitState {
  readonly attempt: number;
  cursor: Cursor | undefined;
  rows: number;
  isDone: boolean;
  /** What the source had counted when its last batch had gone. */
  tally: NodeProgress;
  drops: Readonly<Record<string, number>>;
}

/**
 * Lets a run remember how far it has come. A checkpoint is a barrier: sources hold, everything sent arrives, sinks flush; then cursors,
 * counters and sinks' positions are kept together. A source that waits for its next rows need not be waited for.
 */
export class Barrier {
  readonly #run: string;
  readonly #wiring: Wiring;
  readonly #store: RunStore;
  readonly #positions: SinkPositions;
  /** False: some node holds rows that have not arrived anywhere, or a sink cannot go on half-way; then nothing is kept. */
  readonly #isPossible: boolean;
  /** Gathering sinks want few barriers, since each makes them send what they have. */
  readonly #rows: number;
  readonly #splits = new Map<NodeRun, Map<string, SplitState>>();
  #emitting = 0;
  #rowsSince = 0;
  #savedAt = clockMs();
  /** How long the last one took. */
  #tookMs = 0;
  /** Set while a checkpoint is due or being taken: sources hold. */
  #wanted: PromiseWithResolvers<void> | undefined;

  constructor(run: string, wiring: Wiring, store: RunStore, positions: SinkPositions, { isPossible, sendRows, everyRows = checkpointRows }: { readonly isPossible: boolean; readonly sendRows: number; readonly everyRows?: number | undefined }) {
    this.#run = run;
    this.#wiring = wiring;
    this.#store = store;
    this.#positions = positions;
    this.#isPossible = isPossible;
    this.#rows = Math.max(everyRows, sendRows > checkpointRows ? sendRows : 0);
  }

  /** A source begins a split, or goes on with it. */
  begin(node: NodeRun, split: string, from: { readonly cursor?: Cursor; readonly rows: number; readonly isDone: boolean } | undefined): void {
    const attempt = this.#store.startSplit(this.#run, node.id, split);
    const splits = this.#splits.get(node) ?? new Map<string, SplitState>();
    splits.set(split, { attempt, cursor: from?.cursor, rows: from?.rows ?? 0, isDone: from?.isDone ?? false, tally: { ...node.tally }, drops: { ...node.drops } });
    this.#splits.set(node, splits);
  }

  /** Before a source sends a batch. The promise, where there is one, resolves when it may. */
  enter(): Promise<void> | undefined {
    if (this.#wanted) return this.#wanted.promise.then(() => this.enter());
    this.#emitting++;
    return undefined;
  }

  /** After it has sent it. The promise, where there is one, resolves when the checkpoint that was due has been kept. */
  leave(node: NodeRun, split: string, cursor: Cursor | undefined, rows: number): Promise<void> | undefined {
    this.#emitting--;
    // A source that says where it stands before it has any rows may wait long for the first.
    const isFirstPlace = rows === 0 && cursor !== undefined && this.#splits.get(node)!.get(split)!.cursor === undefined;
    this.#note(node, split, { cursor, rows });
    this.#rowsSince += rows;
    const isDue = isFirstPlace || this.#rowsSince >= this.#rows || (clockMs() - this.#savedAt >= Math.max(checkpointMs, this.#tookMs * workPerStop) && this.#rows <= checkpointRows);
    return isDue || this.#wanted ? this.#begin() : undefined;
  }

  /** A source has sent all of a split. */
  async end(node: NodeRun, split: string): Promise<void> {
    this.#note(node, split, { isDone: true });
    await this.#begin();
  }

  #note(node: NodeRun, split: string, { cursor, rows = 0, isDone = false }: { readonly cursor?: Cursor | undefined; readonly rows?: number; readonly isDone?: boolean }): void {
    const state = this.#splits.get(node)!.get(split)!;
    if (rows > 0 || cursor) state.cursor = cursor;
    state.rows += rows;
    state.isDone = isDone;
    for (const other of this.#splits.get(node)!.values()) {
      other.tally = { ...node.tally };
      other.drops = { ...node.drops };
    }
  }

  /** Takes a checkpoint now, or when the last source has sent what it has in hand. */
  #begin(): Promise<void> | undefined {
    if (!this.#isPossible) return undefined;
    if (this.#emitting > 0) {
      this.#wanted ??= gate();
      return undefined;
    }
    const wanted = this.#wanted ?? gate();
    this.#wanted = wanted;
    const save = this.#hasPlaces() ? this.#save() : Promise.resolve();
    void save
      .finally(() => (this.#wanted = undefined))
      .then(wanted.resolve, wanted.reject);
    return wanted.promise;
  }

  /** Whether every split can be gone on with: one without a cursor would be read from its start, and its rows come twice. */
  #hasPlaces(): boolean {
    return [...this.#splits.values()].every((splits) => [...splits.values()].every(({ cursor, rows, isDone }) => isDone || rows === 0 || cursor !== undefined));
  }

  async #save(): Promise<void> {
    const since = clockMs();
    for (const lane of this.#wiring.lanes) await arrived(lane);
    const positions = await this.#positions();
    const sources = [...this.#splits];
    const points = sources.flatMap(([{ id }, splits]) => [...splits].map(([split, { attempt, cursor, rows }]) => ({ run: this.#run, node: id, split, attempt, cursor, rows })));
    const nodes = Object.fromEntries(this.#wiring.nodes.map(({ id, tally }) => [id, { ...tally }]));
    const drops = Object.fromEntries(this.#wiring.nodes.map((node) => [node.id, { ...node.drops }]));
    for (const [{ id }, splits] of sources) {
      const [state] = splits.values();
      nodes[id] = { ...state!.tally };
      drops[id] = { ...state!.drops };
    }
    const checkpoint: RunCheckpoint = {
      sources: Object.fromEntries(
        sources.map(([{ id }, splits]) => [id, Object.fromEntries([...splits].map(([split, { cursor, rows, isDone }]) => [split, { ...(cursor ? { cursor } : {}), rows, isDone }]))]),
      ),
      nodes,
      drops,
      edges: Object.fromEntries(this.#wiring.edges.map(({ id, rows }) => [id, rows])),
      ...positions,
    };
    this.#rowsSince = 0;
    this.#savedAt = clockMs();
    this.#tookMs = this.#savedAt - since;
    if (this.#store.saveCheckpoint(this.#run, points, checkpoint)) return;
    throw new AppError('service', 'runTakenOver', { message: `Another process has taken over the run ${this.#run}. This one stops.` });
  }
}

function gate(): PromiseWithResolvers<void> {
  const wanted = Promise.withResolvers<void>();
  // Nobody may be waiting; whoever takes the checkpoint hears its fault.
  wanted.promise.catch(() => undefined);
  return wanted;
}

/** Everything sent to a lane has been dealt with, and nothing is under way in its sink. */
async function arrived(lane: Lane): Promise<void> {
  await lane.channel?.passed();
  if (lane.isSink) await lane.head.flush();
}
