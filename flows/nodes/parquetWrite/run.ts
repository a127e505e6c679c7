import { defineSink } from '../../kit/defineRun.ts';
import { checkMemory } from '../../kit/memory.ts';
import { writeFile } from '../../connectors/files/writeFile.ts';
import { ParquetWriter } from '../../connectors/parquet/parquetWriter.ts';
import { definition } from './definition.ts';

const codecs = { snappy: 'SNAPPY', gzip: 'GZIP', none: 'UNCOMPRESSED' } as const;

export const run = defineSink(definition, {
  delivery: () => 'commitOnFinish',
  open: (context) => writeFile(context, 'Parquet', (path) => ParquetWriter.create(path, codecs[context.settings.compression], (bytes) => checkMemory(context, bytes))),
});
