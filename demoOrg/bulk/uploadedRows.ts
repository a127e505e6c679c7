import type { Readable } from 'node:stream';
import type { RecordInput } from '../records/objectWriter.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { Job } from './bulkJob.ts';
import { csvInputs } from './csvInputs.ts';
import { csvReader } from './csvReader.ts';
import { batchRows } from './runIngest.ts';

/** The records of an uploaded CSV file, the header first, piece by piece. A byte order mark is no part of it. @throws CsvFault */
export async function* csvRecords(body: Readable, job: Job): AsyncGenerator<string[][]> {
  const reader = csvReader(job);
  const decoder = new TextDecoder();
  for await (const chunk of body as AsyncIterable<Buffer>) yield reader.push(decoder.decode(chunk, { stream: true }));
  const tail = reader.push(decoder.decode());
  yield [...tail, ...reader.end()];
}

/** The rows of an uploaded CSV file without the first `skip`, in batches. @throws CsvFault */
export async function* csvBatches(body: Readable, schema: Schema, object: ObjectType, job: Job, skip: number): AsyncGenerator<RecordInput[]> {
  let toInput: ((cells: readonly string[]) => RecordInput) | undefined;
  let batch: RecordInput[] = [];
  let number = 0;
  for await (const records of csvRecords(body, job)) {
    for (const cells of records) {
      if (!toInput) {
        toInput = csvInputs(schema, object, job, cells);
        continue;
      }
      const input = toInput(cells);
      if (number++ < skip) continue;
      batch.push(input);
      if (batch.length < batchRows) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
