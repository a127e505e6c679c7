import { closeSync, createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OrgError } from '../orgError.ts';

/** Files are read in pieces of this size: larger ones become strings that only a full collection of garbage takes away. */
const pieceBytes = 64 * 1_024;

/** The files of bulk jobs: `<id>.data` is what a client uploaded, `<id>.result` what a query found. */
export interface Spool {
  /** Keeps an upload; a part of one is never kept. @throws OrgError where it is too large */
  upload(id: string, body: AsyncIterable<Buffer>): Promise<void>;
  /** What was uploaded, piece by piece, without waiting: a batch is read inside the transaction that writes it. */
  readData(id: string): Iterable<Buffer>;
  /** An empty result file, open for writing. */
  openResult(id: string): number;
  /** `end` is the offset after the last byte wanted. */
  readResult(id: string, start: number, end: number): Readable;
  remove(id: string): void;
  /** Removes what belongs to none of these. */
  keepOnly(ids: ReadonlySet<string>): void;
  close(): void;
}

/**
 * Beside the org's data file; for an org in memory a folder of the system's, which is removed at the end. It is made when it is first needed.
 * @param largestBytes the largest upload of one job
 */
export function openSpool(data: string, largestBytes: number): Spool {
  const isTemporary = data === ':memory:';
  let folder = isTemporary ? undefined : `${data}.bulk`;

  function newFile(id: string, kind: 'part' | 'result'): string {
    folder ??= mkdtempSync(join(tmpdir(), 'demo-org-bulk-'));
    mkdirSync(folder, { recursive: true });
    return fileOf(id, kind);
  }

  function fileOf(id: string, kind: 'data' | 'part' | 'result'): string {
    return join(folder ?? tmpdir(), `${id}.${kind}`);
  }

  return {
    async upload(id, body) {
      const part = newFile(id, 'part');
      try {
        await pipeline(body, limited(largestBytes), createWriteStream(part));
        await rename(part, fileOf(id, 'data'));
      } catch (error) {
        rmSync(part, { force: true });
        throw error;
      }
    },
    readData: (id) => pieces(fileOf(id, 'data')),
    openResult: (id) => openSync(newFile(id, 'result'), 'w'),
    readResult: (id, start, end) => createReadStream(fileOf(id, 'result'), { start, end: end - 1, highWaterMark: pieceBytes }),
    remove(id) {
      if (folder === undefined) return;
      for (const kind of ['data', 'part', 'result'] as const) rmSync(fileOf(id, kind), { force: true });
    },
    keepOnly(ids) {
      if (folder === undefined || !existsSync(folder)) return;
      for (const name of readdirSync(folder)) if (!ids.has(name.split('.')[0]!)) rmSync(join(folder, name), { force: true });
    },
    close() {
      if (isTemporary && folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function* pieces(file: string): Generator<Buffer> {
  const open = openSync(file, 'r');
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes);
      const bytes = readSync(open, piece);
      if (bytes === 0) return;
      yield piece.subarray(0, bytes);
    }
  } finally {
    closeSync(open);
  }
}

function limited(largestBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= largestBytes) done(null, chunk);
      else done(new OrgError('EXCEEDED_MAX_SIZE_REQUEST', `The data of one job may have ${largestBytes / 1_000_000} MB at most.`));
    },
  });
}
