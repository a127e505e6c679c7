import { defineSink } from '../../kit/defineRun.ts';
import { writeFile } from '../../connectors/files/writeFile.ts';
import { JsonWriter } from '../../connectors/json/jsonWriter.ts';
import { definition } from './definition.ts';

export const run = defineSink(definition, {
  delivery: () => 'commitOnFinish',
  open(context) {
    const { file, layout, isNested, blanks } = context.settings;
    const byEnding = /\.(ndjson|jsonl)(\.gz)?$/i.test(file) ? 'lines' : 'array';
    return writeFile(context, 'JSON', (path) => JsonWriter.create(path, { layout: layout === 'auto' ? byEnding : layout, isNested, leavesOutBlanks: blanks === 'leaveOut' }));
  },
});
