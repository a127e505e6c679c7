import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { RowHashes } from './rowHashes.ts';

/** A cell as the API reads it; null leaves a field of an existing record as it is. */
export type IngestRow = readonly (string | null)[];

/** The cell that empties a field. Source: Bulk API 2.0, "Prepare CSV Files". */
export const clearField = '#N/A';

export interface JobSizes {
  /** Of CSV. An org takes 150 MB in base64, which 100 MB of plain text stays under ("Bulk API 2.0 Limits"). */
  readonly jobBytes: number;
  readonly jobRows: number;
}

export const usualJobSizes: JobSizes = { jobBytes: 100_000_000, jobRows: 250_000 };

const pieceBytes = 64 * 1024;

/** The upload of one job, on disk: it can be sent as often as it takes, and its rows found again by what is in them. */
export interface Spooled {
  /** The ordinal of its first row in the whole input. */
  readonly firstRow: number;
  readonly rowCount: number;
  readonly sizeBytes: number;
  readonly hashes: RowHashes;
  open(): Readable;
  /** Gives its place on the disk back. */
  remove(): Promise<void>;
}

/** The rows in uploads of at most these sizes. Each is given when it is full, and is good until the next is asked for. */
export async function* spoolUploads(columns: readonly string[], rows: AsyncIterable<readonly IngestRow[]>, sizes: JobSizes = usualJobSizes): AsyncGenerator<Spooled> {
  const header = csvLine(columns);
  let upload: Draft | undefined;
  let ordinal = 0;
  try {
    for await (const group of rows) {
      let lines: string[] = [];
      for (const row of group) {
        const line = csvLine(row);
        const bytes = Buffer.byteLength(line);
        if (upload && (upload.sizeBytes + bytes > sizes.jobBytes || upload.rowCount === sizes.jobRows)) {
          await upload.write(lines);
          lines = [];
          yield upload.done();
          await upload.close();
          upload = undefined;
        }
        upload ??= await draft(header, ordinal);
        upload.note(row, ordinal++, bytes);
        lines.push(line);
      }
      await upload?.write(lines);
    }
    if (upload) yield upload.done();
  } finally {
    await upload?.close();
  }
}

type Draft = Awaited<ReturnType<typeof draft>>;

async function draft(header: string, firstRow: number) {
  const file = await openNameless();
  await file.appendFile(header);
  const hashes = new RowHashes();
  let rowCount = 0;
  let sizeBytes = Buffer.byteLength(header);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    get rowCount() {
      return rowCount;
    },
    get sizeBytes() {
      return sizeBytes;
    },
    note(row: IngestRow, ordinal: number, bytes: number): void {
      hashes.add(row, ordinal);
      rowCount++;
      sizeBytes += bytes;
    },
    async write(lines: readonly string[]): Promise<void> {
      if (lines.length > 0) await file.appendFile(lines.join(''));
    },
    done: (): Spooled => ({ firstRow, rowCount, sizeBytes, hashes, open: () => Readable.from(piecesOf(file), { objectMode: false }), remove: close }),
    close,
  };
}

/** The bytes of a file from its beginning. A stream of Node's own would close the file when it is destroyed, and the file is sent again. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** A file of this user only that has lost its name already: it is gone when it is closed, and when the process is killed. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `sluice-upload-${randomUUID()}.csv`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}

/** One line. RFC 4180: a cell with a quote, a comma or a line end stands in quotes; so does one with spaces around, which readers may cut. */
function csvLine(cells: IngestRow): string {
  let line = '';
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? '';
    if (index > 0) line += ',';
    line += /["\n\r,]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  // A line with nothing in it would be no row.
  return line === '' ? '""\n' : `${line}\n`;
}
