import { batchFromRows, batchRows } from '../../kit/batch.ts';
import { defineSource } from '../../kit/defineRun.ts';
import { definition } from './definition.ts';
import { kinds } from './fakeRows.ts';

export const run = defineSource(definition, {
  async *read({ node, settings, signal, reached }, _split, from) {
    const { of, rows, seed } = settings;
    const kind = kinds[of];
    const start = Number(from?.['row'] ?? 0);
    for (let at = start; at === start || at < rows; at += batchRows) {
      signal.throwIfAborted();
      const size = Math.max(0, Math.min(batchRows, rows - at));
      const made = Array.from({ length: size }, (_, index) => kind.row(seed, at + index, rows));
      // Of a run that is gone on with, what was made before says nothing of how long the rest takes.
      if (!from) reached?.(rows === 0 ? 1 : (at + size) / rows);
      yield batchFromRows(kind.schema, made, { source: node, ordinal: at }, { row: at + size });
    }
  },
});
