// DuckDB in a process of its own: does what its parent asks, one thing after another, and ends with it.
import { rm } from 'node:fs/promises';
import { batchFromRows, type Batch } from '../../kit/batch.ts';
import { errorData } from '../../kit/errors.ts';
import type { DuckAnswer, DuckRequest } from './duckMessages.ts';
import { DuckSession } from './duckSession.ts';
import { packBatch, unpackBatch } from './packedBatch.ts';

/** A query that does not hear that its parent has gone is left. */
const orphanMs = 1000;

const stop = new AbortController();
let session: DuckSession | undefined;
let folder: string | undefined;
let rows: AsyncIterator<Batch> | undefined;
let working = Promise.resolve();

async function answer(request: Exclude<DuckRequest, { type: 'interrupt' }>): Promise<DuckAnswer> {
  if (request.type === 'open') {
    folder = request.folder;
    session = await DuckSession.open({ ...request, signal: stop.signal });
  }
  if (request.type === 'add') await session!.add(request.table, unpackBatch(request.batch, ''));
  if (request.type === 'query') rows = session!.query(request.sql, '');
  if (request.type === 'columns') return { batch: packBatch(batchFromRows(await session!.columns(request.sql), [], { source: '', ordinal: 0 })) };
  if (request.type === 'close') await session?.close();
  if (request.type !== 'next') return {};
  const next = await rows!.next();
  return next.done ? {} : { batch: packBatch(next.value) };
}

process.on('message', (request: DuckRequest) => {
  if (request.type === 'interrupt') return stop.abort();
  working = working.then(async () => {
    const answered = await answer(request).catch((error: unknown): DuckAnswer => ({ error: errorData(error) }));
    process.send?.(answered, () => {
      if (request.type === 'close') process.disconnect();
    });
  });
});

process.on('disconnect', () => {
  stop.abort();
  setTimeout(() => process.exit(1), orphanMs).unref();
  void working.then(async () => {
    // After `close` the parent removes it; a parent that was killed cannot.
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    process.exit(0);
  });
});
