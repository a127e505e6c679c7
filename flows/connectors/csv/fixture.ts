import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCsv } from './csvFile.ts';
import { defaultCsvOptions, type CsvOptions } from './csvOptions.ts';
import { openPlain, openSimd } from './openScanner.ts';
import { blockSizes, readBlocks, type BlockSizes, type CsvCursor } from './readBlocks.ts';

/** What tests see of a file that was read whole. */
export interface ReadFile {
  readonly names: readonly string[];
  /** Cells as text; blank is null. Bad rows are not among them. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** The messages of the bad rows. */
  readonly faults: readonly string[];
  /** After each block. */
  readonly cursors: readonly CsvCursor[];
}

const scanners = { plain: openPlain, simd: openSimd };
export type ScannerName = keyof typeof scanners;
export const scannerNames = Object.keys(scanners) as ScannerName[];

export interface ReadSettings extends Partial<CsvOptions> {
  readonly sizes?: Partial<BlockSizes>;
  readonly from?: CsvCursor;
  /** SIMD unless said. */
  readonly scanner?: ScannerName;
}

/** Gives the work a folder of its own and removes it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-csv-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the content to a file and reads it. */
export async function readContent(content: string | Buffer, settings: ReadSettings = {}): Promise<ReadFile> {
  return inFolder(async (folder) => {
    const path = join(folder, 'leads.csv');
    await writeFile(path, content);
    return readPath(path, settings);
  });
}

export async function readPath(path: string, { sizes, from, scanner = 'simd', ...options }: ReadSettings = {}): Promise<ReadFile> {
  const file = await openCsv(path, { ...defaultCsvOptions, ...options });
  const rows: (string | null)[][] = [];
  const faults: string[] = [];
  const cursors: CsvCursor[] = [];
  try {
    for await (const part of readBlocks(file, from, { ...blockSizes, ...sizes }, scanners[scanner])) {
      cursors.push(part.cursor);
      for (let row = 0; row < part.rowCount; row++) {
        const fault = part.faults.get(row);
        if (fault) faults.push(fault.message);
        else rows.push(file.names.map((_, field) => part.block.text(row, field)));
      }
    }
  } finally {
    await file.input.close();
  }
  return { names: file.names, rows, faults, cursors };
}
