import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ValueColumn } from '../kit/column.ts';
import { makeBatch, selectRows, withColumns } from '../kit/batch.ts';
import { delay, numberSchema, runTest, sink, source, transform } from './fixtures/testFlow.ts';

test('300,000 rows pass through a flow of which only the batches of one channel are ever alive', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let alive = 0;
  let mostAlive = 0;
  const finalized = new FinalizationRegistry(() => alive--);
  const read = source(async function* () {
    for (let at = 0; at < 300_000; at += 1000) {
      const values = Float64Array.from({ length: 1000 }, (_, index) => at + index);
      finalized.register(values, undefined);
      alive++;
      yield makeBatch(numberSchema, [new ValueColumn('number', values)], 1000, { source: 'read', ordinal: at }, { row: at + 1000 });
    }
  });
  const keepHalf = transform((context) => ({
    process(batch, out) {
      const rows = batch.rows.filter((row) => row % 2 === 0);
      context.drop(batch.rows.length - rows.length, 'odd');
      return out.emit(selectRows(batch, rows));
    },
  }));
  const addColumn = transform(() => ({
    process: (batch, out) => out.emit(withColumns(batch, [...batch.schema, { name: 'm', type: 'number' }], [...batch.columns, new ValueColumn('number', new Float64Array(batch.rowCount))])),
  }));
  let batches = 0;
  const write = sink(() => ({
    async write() {
      if (++batches % 20 === 0) {
        // Finalizers run in turns of the event loop after a collection.
        collect();
        await delay(0);
        await delay(0);
        mostAlive = Math.max(mostAlive, alive);
      }
      return undefined;
    },
  }));
  const { finished } = await runTest({ nodes: { read, keepHalf, addColumn, write }, edges: ['read.out → keepHalf.in', 'keepHalf.out → addColumn.in', 'addColumn.out → write.in'] });
  expect(finished.nodes['write']!.written).toBe(150_000);
  // Up to four in the channel, the batch being written, and the one the source has made.
  expect(mostAlive).toBeLessThanOrEqual(6);
});
