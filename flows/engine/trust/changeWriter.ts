import { ordinalOf, withColumns, selectRows, type Batch } from '../../kit/batch.ts';
import { isSent, type Change, type Sent } from '../../kit/change.ts';
import { ValueColumn } from '../../kit/column.ts';
import type { ChangeWork, NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { writtenColumns } from '../../kit/defineNode.ts';
import type { Schema } from '../../kit/schema.ts';
import type { RunCheckpoint } from '../runStore/checkpoints.ts';
import type { NodeRun } from '../nodeRun.ts';
import type { RunStore } from '../runStore.ts';
import type { Ceilings } from './ceilings.ts';
import { KeyPrints } from './keyPrints.ts';
import type { LedgerOutcome, NewEntry } from './ledgerEntry.ts';
import type { PlannedRows } from './plannedRows.ts';
import { entryOf } from './prints.ts';
import type { Recall } from './recall.ts';
import { SendLine, type Waiting } from './sendLine.ts';

export interface ChangeWriterParts {
  readonly run: string;
  readonly attempt: number;
  readonly node: NodeRun;
  readonly context: NodeContext<never>;
  readonly work: ChangeWork;
  readonly store: RunStore;
  readonly isPlan: boolean;
  readonly isUndo: boolean;
  readonly ceilings: Ceilings;
  readonly planned?: PlannedRows | undefined;
  readonly recall?: Recall | undefined;
}

const pastTense = { insert: 'inserted', update: 'updated', delete: 'deleted', undelete: 'undeleted' } as const;

/**
 * The one way to a target: preview, held back or not, intent, send, outcome, counted. While some sendings are under way the next batch is
 * previewed; that is safe, because a record is written once per run and node.
 */
export class ChangeWriter {
  readonly #parts: ChangeWriterParts;
  readonly #keys: KeyPrints;
  readonly #line: SendLine;
  readonly #gathered: Waiting[] = [];
  #schemaIn: Schema | undefined;
  #schemaOut: Schema = [];

  constructor(parts: ChangeWriterParts) {
    const { run, attempt, node, context, work, store } = parts;
    this.#parts = parts;
    this.#line = new SendLine({ run, attempt, node: node.id, store, work, signal: context.signal, lastNumber: parts.recall?.lastBatch ?? 0, onSettled: (...settled) => this.#count(...settled) });
    this.#keys = parts.recall?.keyPrints ?? new KeyPrints();
  }

  get sendRows(): number {
    return this.#parts.work.sendRows;
  }

  async write(batch: Batch): Promise<void> {
    await this.#carefully(async () => {
      await this.#take(batch);
      await this.#line.room();
    });
  }

  /** Resolves when everything taken has its outcome. */
  async flush(): Promise<void> {
    await this.#carefully(() => {
      if (this.#gathered.length > 0) this.#divide(this.#gathered.length);
      return this.#line.ended();
    });
  }

  async finish(): Promise<void> {
    await this.flush();
    const { recall, planned, context, isPlan, work, store, run, node } = this.#parts;
    if (isPlan) store.keepTarget(run, node.id, work.target, await work.cost?.(store.countLedger(run)[node.id]?.actions ?? {}, node.tally.apiCalls));
    const lost = recall?.end() ?? [];
    if (lost.length > 0) {
      const names = lost.slice(0, 5).map(({ key, print }) => (key === '' ? print : `"${key}"`)).join(', ');
      context.log('warning', `${lost.length} rows were under way when the run broke off and did not come again; whether they were written is not known: ${names}${lost.length > 5 ? ', …' : ''}.`);
    }
    if (planned && planned.left > 0 && !isPlan) context.log('warning', `${planned.left} rows of the plan did not come again; nothing was written for them.`);
  }

  /** Nothing is under way any more, one way or the other. What has no outcome is looked up when the run is resumed. */
  async abort(): Promise<void> {
    await this.#line.stop();
    await this.#parts.work.abort?.();
  }

  checkpoint(): RunCheckpoint['ledger'][string] {
    return { after: this.#line.lastNumber, open: this.#parts.recall?.open() ?? [] };
  }

  /** A fault stops the whole run, and calls with it: what is under way is let come to its end first, else its rows would be in doubt. */
  async #carefully(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.#line.stop();
      throw error;
    }
  }

  async #take(batch: Batch): Promise<void> {
    const { work, isPlan, store, run, node, recall } = this.#parts;
    const changes = await work.preview(batch);
    const entries: NewEntry[] = [];
    for (const change of changes) {
      const entry = this.#decide(batch, change);
      if (entry && isPlan) entries.push(entry);
    }
    if (isPlan && entries.length > 0) store.keepPlanned(run, node.id, entries);
    recall?.save();
    while (this.#gathered.length >= work.sendRows) this.#divide(work.sendRows);
  }

  /** Decides on one change. Gives its entry as it stands in a plan. */
  #decide(batch: Batch, change: Change): NewEntry | undefined {
    const { context, isPlan, isUndo, node, planned, recall } = this.#parts;
    const hasPrint = isPlan || planned !== undefined || recall !== undefined;
    const entry = entryOf(change, isUndo ? undefined : { source: batch.origin.source, ordinal: ordinalOf(batch, change.row) }, hasPrint);
    const recalled = recall?.take(entry.print!);
    if (recalled && this.#takeAgain(batch, change, recalled)) return undefined;
    const refusal = change.error ?? (recalled ? undefined : this.#twice(entry)) ?? (planned && entry.action !== 'unchanged' ? planned.check(entry) : undefined);
    if (refusal) {
      context.reject(batch, change.row, refusal);
      return { ...entry, action: isSent(entry.action) || entry.action === 'unchanged' ? 'rejected' : entry.action, reason: { code: refusal.code, message: refusal.message } };
    }
    if (entry.action === 'unchanged') {
      node.tally.unchanged++;
      return entry;
    }
    if (entry.keyPrint !== '') this.#keys.add(entry.keyPrint);
    if (isPlan) node.tally.written++;
    else this.#gathered.push({ batch, row: change.row, entry });
    return entry;
  }

  /** A row that was sent before the run broke off. False: it was not, and is to be sent now. */
  #takeAgain(batch: Batch, change: Change, recalled: NonNullable<ReturnType<Recall['take']>>): boolean {
    const { context, work, recall } = this.#parts;
    const { entry, outcome } = recalled;
    if (outcome?.state === 'written') {
      this.#countWritten([{ batch, row: change.row, entry }], [outcome]);
      return true;
    }
    if (outcome) {
      context.reject(batch, change.row, outcome.state === 'inDoubt' ? inDoubt(entry) : new AppError('row', outcome.code ?? 'rejected', { message: outcome.message ?? '' }));
      return true;
    }
    const isDone = entry.action === 'delete' ? change.action === 'noMatch' : change.action === 'unchanged' || (entry.action === 'insert' && change.id !== undefined && work.canFindInserts);
    if (isDone) {
      const id = change.id ?? entry.id;
      const written: LedgerOutcome = { state: 'written', ...(id === undefined ? {} : { id }) };
      recall!.decide(recalled, written);
      this.#countWritten([{ batch, row: change.row, entry }], [written]);
      return true;
    }
    if (entry.action === 'insert' && !(work.canFindInserts && entry.keyPrint !== '')) {
      recall!.decide(recalled, { state: 'inDoubt' });
      context.reject(batch, change.row, inDoubt(entry));
      return true;
    }
    recall!.decide(recalled, { state: 'notSent' });
    return false;
  }

  #twice({ keyPrint, key }: NewEntry): AppError | undefined {
    if (keyPrint === '' || !this.#keys.has(keyPrint)) return undefined;
    return new AppError('row', 'keyTwice', { message: `"${key}" came before in this run, and a record is written once per run. Keep one of its rows, for example with "Remove duplicates".` });
  }

  /** Puts so many of what was gathered in line. Throws when that is more than the run may write. */
  #divide(rows: number): void {
    const { ceilings, work } = this.#parts;
    const waiting = this.#gathered.splice(0, rows);
    const entries = waiting.map(({ entry }) => entry);
    ceilings.take(entries);
    this.#line.put(work.divide(entries).map(({ places, atOnce }) => ({ waiting: places.map((place) => waiting[place]!), atOnce })));
  }

  #count(waiting: readonly Waiting[], answers: readonly (Sent | undefined)[], outcomes: readonly (LedgerOutcome | undefined)[]): void {
    waiting.forEach(({ batch, row }, place) => {
      const refusal = answers[place]?.error;
      if (refusal) this.#parts.context.reject(batch, row, refusal);
    });
    this.#countWritten(waiting, outcomes);
  }

  #countWritten(rows: readonly Waiting[], outcomes: readonly (LedgerOutcome | undefined)[]): void {
    const { node } = this.#parts;
    for (const outcome of outcomes) if (outcome?.state === 'written') node.tally.written++;
    if (!node.hasWrittenEdge) return;
    let at = 0;
    while (at < rows.length) {
      const { batch } = rows[at]!;
      const picked: number[] = [];
      const [ids, actions]: [string[], string[]] = [[], []];
      for (; at < rows.length && rows[at]!.batch === batch; at++) {
        const { row, entry } = rows[at]!;
        if (outcomes[at]?.state !== 'written') continue;
        picked.push(row);
        ids[row] = outcomes[at]!.id ?? entry.id ?? '';
        actions[row] = pastTense[entry.action as keyof typeof pastTense];
      }
      if (picked.length > 0) void node.emitWritten(this.#writtenBatch(batch, picked, ids, actions));
    }
  }

  #writtenBatch(batch: Batch, rows: readonly number[], ids: readonly string[], actions: readonly string[]): Batch {
    if (this.#schemaIn !== batch.schema) {
      this.#schemaIn = batch.schema;
      this.#schemaOut = writtenColumns(batch.schema);
    }
    const places = this.#schemaOut.map(({ name }, index) => {
      if (index === this.#schemaOut.length - 1) return new ValueColumn('text', actions);
      if (name === 'Id') return new ValueColumn('text', ids);
      return batch.columns[batch.schema.findIndex((column) => column.name === name)]!;
    });
    return withColumns(selectRows(batch, Int32Array.from(rows)), this.#schemaOut, places);
  }
}

function inDoubt({ key }: NewEntry): AppError {
  return new AppError('row', 'inDoubt', {
    message: `${key === '' ? 'This row' : `"${key}"`} was being inserted when the run broke off. Whether the target has it is not known, so it was not sent again. Look there before you do.`,
  });
}
