import type { RecordInput } from '../records/objectWriter.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import type { Job } from './bulkJob.ts';
import { csvInputs } from './csvInputs.ts';
import { csvReader } from './csvReader.ts';

/** The records of an uploaded CSV file, the header first, piece by piece. A byte order mark is no part of it. @throws CsvFault */
export function* csvRecords(body: Iterable<Buffer>, job: Job): Generator<string[][]> {
  const reader = csvReader(job);
  const decoder = new TextDecoder();
  for (const piece of body) yield reader.push(decoder.decode(piece, { stream: true }));
  const tail = reader.push(decoder.decode());
  yield [...tail, ...reader.end()];
}

/** The rows of an uploaded CSV file without the first `skip`, one by one: nothing is held that is not being written. @throws CsvFault */
export function* csvRows(body: Iterable<Buffer>, schema: Schema, object: ObjectType, job: Job, skip: number): Generator<RecordInput> {
  let toInput: ((cells: readonly string[]) => RecordInput) | undefined;
  let number = 0;
  for (const records of csvRecords(body, job)) {
    for (const cells of records) {
      if (!toInput) {
        toInput = csvInputs(schema, object, job, cells);
        continue;
      }
      const input = toInput(cells);
      if (number++ >= skip) yield input;
    }
  }
}
