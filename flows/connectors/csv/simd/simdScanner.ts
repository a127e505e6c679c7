import { byteOf, type Dialect } from '../dialect.ts';
import type { Scan, ScanSpace } from '../scan.ts';
import { parameters, results, scanProgram } from './scanProgram.ts';

/** A scanner in WebAssembly, and the space in its memory that it writes to. */
export interface SimdScanner {
  readonly space: ScanSpace;
  /** As the plain scanner; undefined where the bytes are more than it has room for. */
  scan(bytes: Uint8Array, to: number, final: boolean): Scan | undefined;
}

const pageBytes = 64 * 1024;
type Program = (...values: readonly number[]) => void;

/**
 * Makes a scanner for rows of `width` cells, so many at once, of up to `sourceBytes` bytes with the line feed behind them. Undefined where the machine
 * has no vectors. Its memory is its own: what it found is copied from there.
 */
export function makeSimdScanner(dialect: Dialect, width: number, rows: number, sourceBytes: number): SimdScanner | undefined {
  const cells = rows * width;
  const source = results.length * 4 + 12;
  // The last load of 64 bytes may reach beyond the source.
  const starts = source + Math.ceil((sourceBytes + 64) / 64) * 64;
  const ends = starts + cells * 4;
  const odd = ends + cells * 4;
  const marks = odd + rows * 8;
  const marksLength = (sourceBytes >> 6) + 2;
  const instance = instantiate(Math.ceil((marks + marksLength) / pageBytes));
  if (!instance) return undefined;
  const { buffer } = instance.memory;
  const input = new Uint8Array(buffer, source, sourceBytes);
  const found = new Int32Array(buffer, 0, results.length);
  const space: ScanSpace = { starts: new Int32Array(buffer, starts, cells), ends: new Int32Array(buffer, ends, cells), marks: new Uint8Array(buffer, marks, marksLength) };
  const [delimiter, quote] = [byteOf(dialect.delimiter), byteOf(dialect.quote)];

  return {
    space,
    scan(bytes, to, final) {
      if (to >= sourceBytes) return undefined;
      input.set(to + 1 === bytes.length ? bytes : bytes.subarray(0, to + 1));
      const values: Readonly<Record<(typeof parameters)[number], number>> = { source, to, isFinal: Number(final), width, capacity: rows, starts, gap: ends - starts, odd, marks, delimiter, quote };
      instance.run(...parameters.map((name) => values[name]));
      const [rowsFound, end, lines, openRow, oddEnd] = found as unknown as [number, number, number, number, number];
      return { rows: rowsFound, end, lines, openRow, odd: oddEnd === odd ? [] : Array.from(new Int32Array(buffer, odd, (oddEnd - odd) / 4)) };
    },
  };
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly run: Program;
}

/** What is used of it; Node has it, and its types do not say so. */
interface Engine {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
}

function instantiate(pages: number): Exports | undefined {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly: Engine };
  const program = scanProgram(pages);
  // Refused where the processor has no vectors.
  return engine.validate(program) ? new engine.Instance(new engine.Module(program)).exports : undefined;
}
