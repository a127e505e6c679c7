import type { Batch } from '../kit/batch.ts';
import { AppError } from '../kit/errors.ts';
import type { Outcome, Output, SinkWork, TransformWork } from '../kit/defineRun.ts';
import { checkRowsAddUp, newTally } from './counts.ts';
import type { PlanNode } from './planFlow.ts';
import { Rejects } from './rejects.ts';
import { cancelled, type RunControl } from './runControl.ts';
import type { Sample } from './sample.ts';

/** An edge while it runs. `deliver` hands a batch to the node it leads to, or puts it into the channel before that node. */
export interface EdgeRun {
  readonly id: string;
  readonly sample: Sample;
  rows: number;
  deliver(batch: Batch): void | Promise<void>;
}

/** An out port: its edges, and whether anything went out by it yet. */
interface Outlet {
  readonly edges: EdgeRun[];
  isUsed: boolean;
}

type Maybe = void | Promise<void>;

/**
 * A node while it runs: takes batches, lets the node's own code work on them, sends on what comes out and counts every row. Batches are
 * taken one at a time; where nobody has to wait, no promise is made.
 */
export class NodeRun {
  readonly id: string;
  readonly plan: PlanNode;
  readonly tally = newTally();
  /** Reason → rows. */
  readonly drops: Record<string, number> = {};
  /** The first rows the node rejected, edge or no edge. */
  readonly rejected: Sample;
  readonly outlets: ReadonlyMap<string, Outlet>;
  /** Hears of all rows the node rejects. */
  onRejected: ((batch: Batch) => void) | undefined;
  readonly #control: RunControl;
  readonly #rejects = new Rejects();
  #step: ((batch: Batch, port: string) => Maybe) | undefined;
  #finish: (() => Maybe) | undefined;
  #flush: (() => Promise<void>) | undefined;
  #pending: Promise<void> | undefined;
  /** What the first batch was like. Not the batch: nothing keeps rows. */
  #first: Pick<Batch, 'schema' | 'origin'> | undefined;
  readonly #output: Output = { emit: (batch, port = 'out', isNarrow = false) => this.emit(batch, port, isNarrow) };

  constructor(plan: PlanNode, control: RunControl, rejected: Sample) {
    this.id = plan.id;
    this.plan = plan;
    this.#control = control;
    this.rejected = rejected;
    this.outlets = new Map([...plan.outPorts, 'rejected'].map((port) => [port, { edges: [], isUsed: false }]));
  }

  transformWith(work: TransformWork): void {
    this.#step = (batch, port) => work.process(batch, this.#output, port);
    this.#finish = () => work.finish?.(this.#output);
  }

  writeWith(work: SinkWork): void {
    this.#step = async (batch) => {
      const { rejected, dropped } = this.tally;
      const outcomes = await work.write(batch);
      if (outcomes) this.#countOutcomes(outcomes);
      else this.tally.written += batch.rows.length - (this.tally.rejected - rejected) - (this.tally.dropped - dropped);
    };
    this.#finish = () => work.finish?.();
  }

  /** For a sink of records: it counts its rows itself, when they have their outcome. */
  changeWith(writer: { write(batch: Batch): Promise<void>; flush(): Promise<void>; finish(): Promise<void> }): void {
    this.#step = (batch) => writer.write(batch);
    this.#flush = () => writer.flush();
    this.#finish = () => writer.finish();
  }

  /** Resolves when nothing that was taken is still under way in the node, and what came of it has gone out. */
  async flush(): Promise<void> {
    try {
      await this.#flush?.();
      await this.settle();
    } catch (error) {
      throw this.#control.fail(error, this.id);
    }
  }

  /** Whether anything takes the written rows of this sink. */
  get hasWrittenEdge(): boolean {
    return (this.outlets.get('written')?.edges.length ?? 0) > 0;
  }

  /** Sends on rows that a sink has written. */
  emitWritten(batch: Batch): Maybe {
    return this.#send(batch, 'written');
  }

  /** Lets the node work on a batch. The promise, where there is one, resolves when the next may come. */
  take(batch: Batch, port: string): Maybe {
    this.tally.state = 'running';
    this.tally.in += batch.rows.length;
    this.#first ??= { schema: batch.schema, origin: batch.origin };
    try {
      const working = this.#step!(batch, port);
      return working ? this.#afterStep(working) : this.settle();
    } catch (error) {
      throw this.#control.fail(error, this.id);
    }
  }

  /** Sends out a batch that the node read or made. */
  emit(batch: Batch, port: string, isNarrow = false): Maybe {
    if (port === 'rejected' || !this.outlets.has(port)) {
      const ports = this.plan.outPorts.filter((name) => name !== 'rejected').join(', ');
      throw new AppError('bug', 'unknownPort', { message: `"${this.plan.title}" emitted rows to "${port}". Its ports: ${ports}.`, where: { node: this.id } });
    }
    this.#first ??= { schema: batch.schema, origin: batch.origin };
    return this.#send(batch, port, isNarrow);
  }

  reject(batch: Batch, row: number, error: AppError): void {
    if (this.#rejects.add(batch, row, error)) this.tally.rejected++;
  }

  drop(count: number, reason: string): void {
    if (count === 0) return;
    this.tally.dropped += count;
    this.drops[reason] = (this.drops[reason] ?? 0) + count;
  }

  /** Sends out what was rejected meanwhile. The promise, where there is one, resolves when everything sent has found room. */
  settle(): Maybe {
    if (!this.#rejects.isEmpty) for (const batch of this.#rejects.drain()) void this.#send(batch, 'rejected');
    return this.#pending;
  }

  /** All rows are in: the node finishes, and rows that come of it go out. */
  async finish(): Promise<void> {
    try {
      await this.#finish?.();
      await this.settle();
      // Columns travel on every edge, so that whoever writes rejected rows knows them also when there are none.
      if (this.#first && !this.outlets.get('rejected')!.isUsed) await this.#send(this.#rejects.none(this.#first.schema, this.#first.origin), 'rejected');
      this.tally.state = 'done';
    } catch (error) {
      throw this.#control.fail(error, this.id);
    }
  }

  /** Fails the run when the node lost or doubled rows. */
  checkRows(): void {
    const error = checkRowsAddUp(this.id, this.plan, this.tally);
    if (error) throw this.#control.fail(error, this.id);
  }

  /** Rows rejected where no edge takes them. */
  get unhandled(): number {
    return this.outlets.get('rejected')!.edges.length === 0 ? this.tally.rejected : 0;
  }

  async #afterStep(working: Promise<void>): Promise<void> {
    try {
      await working;
      await this.settle();
    } catch (error) {
      throw this.#control.fail(error, this.id);
    }
  }

  /** Keeps batches in order while an earlier one waits for room, also when the node does not wait itself. */
  #send(batch: Batch, port: string, isNarrow = false): Maybe {
    const sent = this.#pending ? this.#pending.then(() => this.#forward(batch, port, isNarrow)) : this.#forward(batch, port, isNarrow);
    if (!sent) return undefined;
    const pending = sent.then(() => {
      if (this.#pending === pending) this.#pending = undefined;
    });
    pending.catch(() => {});
    this.#pending = pending;
    return pending;
  }

  #forward(batch: Batch, port: string, isNarrow: boolean): Maybe {
    if (this.#control.isStopped) throw cancelled();
    const outlet = this.outlets.get(port)!;
    const rows = batch.rows.length;
    if (rows === 0 && outlet.isUsed) return undefined;
    outlet.isUsed = true;
    if (port === 'rejected') {
      this.rejected.take(batch);
      this.onRejected?.(batch);
    } else if (this.plan.definition.kind !== 'sink') this.tally.out += rows;
    let waits: Promise<void>[] | undefined;
    for (const edge of outlet.edges) {
      edge.rows += rows;
      if (!isNarrow && !edge.sample.isFull) edge.sample.take(batch);
      const wait = edge.deliver(batch);
      if (wait) (waits ??= []).push(wait);
    }
    if (!waits) return undefined;
    return waits.length === 1 ? waits[0] : Promise.all(waits).then(() => {});
  }

  #countOutcomes(outcomes: readonly Outcome[]): void {
    for (const { action } of outcomes) {
      if (action === 'unchanged') this.tally.unchanged++;
      else this.tally.written++;
    }
  }
}
