import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeContext } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { OpenFile } from './openFile.ts';
import { RowFile } from './rowFile.ts';
import type { StoredColumns } from './storedColumns.ts';

/**
 * Where the nodes of a run put rows that do not fit into memory. A file has no name from the moment it is open (unlink), so nothing is
 * left of it when the process ends, however it ends, and no other program can open it.
 */
export class Scratch {
  readonly #open = new Set<RowFile>();
  readonly #underWay = { writes: 0 };

  /** The scratch of the run that a node belongs to. */
  static of(context: Pick<NodeContext, 'shared'>): Promise<Scratch> {
    return context.shared('scratch', async () => new Scratch(), (scratch) => scratch.close());
  }

  /**
   * @param partRows so many rows are written, and read, at a time; a thousand unless told
   * @param stored what files that are filled side by side have in common
   */
  rowFile(schema: Schema, partRows?: number, stored?: StoredColumns): RowFile {
    const file = new RowFile(schema, new OpenFile(openNameless(), this.#underWay), (done) => this.#open.delete(done), partRows, stored);
    this.#open.add(file);
    return file;
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#open, (file) => file.closed()));
  }
}

/** A new file in the folder for temporary files (`TMPDIR`), open for reading and writing. */
function openNameless(): number {
  const path = join(tmpdir(), `sluice-${randomUUID()}`);
  try {
    const file = openSync(path, 'wx+', 0o600);
    try {
      unlinkSync(path);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    return file;
  } catch (cause) {
    throw new AppError('service', 'scratchFile', {
      message: `Rows that do not fit into memory cannot be kept in ${tmpdir()}: ${(cause as Error).message}.`,
      hint: 'Set TMPDIR to a folder with room that may be written to, or give the run more memory.',
      cause,
    });
  }
}
