import { selectRows, type Batch, type Cursor } from '../../kit/batch.ts';
import type { NodeContext, SinkWork } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';

/** A file that is being written: what the writer of every format gives. */
export interface FileWriter {
  write(batch: Batch): Promise<void>;
  /** Where a format can be gone on with half-way. */
  checkpoint?(): Promise<Cursor>;
  finish(): Promise<void>;
  abort(): Promise<void>;
}

/** Says why a row cannot be written in a format. */
export type FaultOf = (batch: Batch, row: number) => AppError | undefined;

/**
 * What a node does that writes a file: opens it where its setting `file` says, and closes it well or leaves nothing.
 * @param faultOf rows for which it gives an error are rejected
 */
export async function writeFile(context: NodeContext<{ readonly file: string }>, title: string, create: (path: string) => Promise<FileWriter>, faultOf?: FaultOf): Promise<SinkWork> {
  const { settings, path, signal } = context;
  if (settings.file.trim() === '') throw new AppError('settings', 'settingBlank', {
    message: `No file is chosen. Name the ${title} file to write.`,
    where: { path: ['file'] },
  });
  const writer = await create(path(settings.file)).catch((thrown: unknown) => {
    throw thrown instanceof AppError ? thrown.at({ path: ['file'] }) : thrown;
  });
  const isPacked = settings.file.trim().toLowerCase().endsWith('.gz');
  return {
    ...(writer.checkpoint && !isPacked ? { checkpoint: () => writer.checkpoint!() } : {}),
    async write(batch) {
      signal.throwIfAborted();
      await writer.write(faultOf ? withoutFaults(batch, faultOf, context) : batch);
      return undefined;
    },
    finish: () => writer.finish(),
    abort: () => writer.abort(),
  };
}

function withoutFaults(batch: Batch, faultOf: FaultOf, { reject }: Pick<NodeContext, 'reject'>): Batch {
  const rows = batch.rows.filter((row) => {
    const fault = faultOf(batch, row);
    if (fault) reject(batch, row, fault);
    return fault === undefined;
  });
  return rows.length === batch.rows.length ? batch : selectRows(batch, rows);
}
