import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Batch } from '../../kit/batch.ts';
import { AppError, errorFromData } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import type { Duck, DuckPlace } from './duck.ts';
import type { DuckAnswer, DuckRequest } from './duckMessages.ts';
import { packBatch, unpackBatch, type PackedBatch } from './packedBatch.ts';

/** A query that was interrupted has so long to end; then its process is ended. A node has a second to stop. */
const killMs = 500;

/** The program of the child: beside this file in the sources, one folder above it among the built ones. */
const program = new URL(import.meta.url.endsWith('.ts') ? './duckChild.ts' : '../duckChild.js', import.meta.url);

/** DuckDB in a process of its own. One that ends by itself fails what was asked of it, and nothing else. */
export class DuckProcess implements Duck {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;
  readonly #asked: PromiseWithResolvers<PackedBatch | undefined>[] = [];
  readonly #interrupt: () => void;
  /** The rows that are on their way into a table. */
  #adding: Promise<unknown> = Promise.resolve();

  static async open({ memoryBytes, folder, signal }: DuckPlace): Promise<DuckProcess> {
    const opened = new DuckProcess(fork(program, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }), signal);
    await opened.#ask({ type: 'open', memoryBytes, folder });
    return opened;
  }

  private constructor(child: ChildProcess, signal: AbortSignal) {
    this.#child = child;
    this.#signal = signal;
    child.on('message', (answer: DuckAnswer) => {
      const { resolve, reject } = this.#asked.shift()!;
      if ('error' in answer) reject(errorFromData(answer.error));
      else resolve(answer.batch);
    });
    child.on('error', (error) => this.#fail(ended(error.message, error)));
    child.on('exit', (code, by) => this.#fail(ended(by === null ? `it ended with code ${code}` : `it was ended by ${by}`)));
    this.#interrupt = () => {
      this.#post({ type: 'interrupt' });
      setTimeout(() => child.kill('SIGKILL'), killMs).unref();
    };
    if (signal.aborted) this.#interrupt();
    else signal.addEventListener('abort', this.#interrupt);
  }

  /** The number the system gave the process. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves when the rows before these have been taken, so that one batch is on its way while the next is made. */
  async add(table: string, batch: Batch): Promise<void> {
    const before = this.#adding;
    this.#adding = this.#ask({ type: 'add', table, batch: packBatch(batch) });
    this.#adding.catch(() => {});
    await before;
  }

  async *query(sql: string, source: string): AsyncGenerator<Batch> {
    await this.#adding;
    await this.#ask({ type: 'query', sql });
    let coming = this.#ask({ type: 'next' });
    let schema: Schema | undefined;
    for (;;) {
      const packed = await coming;
      if (!packed) return;
      // Nodes bind themselves to a schema anew when another object comes.
      schema ??= packed.schema;
      coming = this.#ask({ type: 'next' });
      // Who takes the rows may stop before these come.
      coming.catch(() => {});
      yield unpackBatch({ ...packed, schema }, source);
    }
  }

  async columns(sql: string): Promise<Schema> {
    await this.#adding;
    return (await this.#ask({ type: 'columns', sql }))!.schema;
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#interrupt);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const left = once(this.#child, 'exit');
    this.#post({ type: 'interrupt' });
    this.#ask({ type: 'close' }).catch(() => {});
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), killMs);
    await left;
    clearTimeout(timer);
  }

  #ask(request: DuckRequest): Promise<PackedBatch | undefined> {
    const asked = Promise.withResolvers<PackedBatch | undefined>();
    this.#asked.push(asked);
    this.#post(request);
    return asked.promise;
  }

  #post(request: DuckRequest): void {
    if (this.#child.connected) this.#child.send(request, () => {});
    else this.#fail(ended('it has ended'));
  }

  /** What was asked and not answered never will be. */
  #fail(error: AppError): void {
    const told = this.#signal.aborted ? new AppError('cancelled', 'cancelled', { message: 'The run was cancelled.' }) : error;
    for (const { reject } of this.#asked.splice(0)) reject(told);
  }
}

function ended(how: string, cause?: unknown): AppError {
  return new AppError('service', 'sqlProcessEnded', {
    message: `DuckDB's process is gone before the query was over: ${how}.`,
    hint: 'Most often the machine had no memory left. Run it again, with fewer columns and rows before this node or less memory for the run.',
    ...(cause === undefined ? {} : { cause }),
  });
}
