import type { Work } from './bulkJob.ts';
import type { Spool } from './spool.ts';
import { markEvery } from './writeResult.ts';

const quote = 34;
const lineFeed = 10;

/** Records `start` to `end` of a query's result, with the header in front, as bytes of the file. */
export async function* resultPage(spool: Spool, work: Work, start: number, end: number): AsyncGenerator<Uint8Array> {
  yield* spool.readResult(work.id, 0, work.marks[0]!);
  const from = await offsetOf(spool, work, start);
  const to = await offsetOf(spool, work, end);
  if (to > from) yield* spool.readResult(work.id, from, to);
}

/** Where a record begins; the number of records gives the end of the file. */
async function offsetOf(spool: Spool, work: Work, record: number): Promise<number> {
  if (record === work.processed) return work.marks.at(-1)!;
  const mark = Math.floor(record / markEvery);
  let offset = work.marks[mark]!;
  let left = record - mark * markEvery;
  if (left === 0) return offset;
  let isQuoted = false;
  for await (const chunk of spool.readResult(work.id, offset, work.marks[mark + 1]!) as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at++) {
      if (chunk[at] === quote) isQuoted = !isQuoted;
      else if (chunk[at] === lineFeed && !isQuoted && --left === 0) return offset + at + 1;
    }
    offset += chunk.length;
  }
  return offset;
}
