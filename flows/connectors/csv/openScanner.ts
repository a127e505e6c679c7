import type { Dialect } from './dialect.ts';
import { makeScanner, type Scan, type ScanSpace } from './scan.ts';
import { makeSimdScanner } from './simd/simdScanner.ts';

/** A scanner with a space of its own, for rows of one width. What it found is there until the next scan. */
export interface OpenScanner {
  readonly space: ScanSpace;
  scan(bytes: Uint8Array, to: number, final: boolean): Scan;
}

/** Opens a scanner for so many rows at once of so many cells; `usualBytes` is how many it is mostly given. */
export type OpenScan = (dialect: Dialect, width: number, rows: number, usualBytes: number) => OpenScanner;

/** The plain scanner: ready at once, so it is the one for small files. */
export const openPlain: OpenScan = (dialect, width, rows) => {
  const scan = makeScanner(dialect);
  const space = { starts: new Int32Array(rows * width), ends: new Int32Array(rows * width), marks: new Uint8Array(0) };
  return {
    space,
    scan(bytes, to, final) {
      space.marks = cleared(space.marks, (bytes.length >> 6) + 1);
      return scan(bytes, to, final, width, space);
    },
  };
};

/** The scanner in WebAssembly, four times as fast; a row longer than it has room for is left to the plain one, and so is everything where there are no vectors. */
export const openSimd: OpenScan = (dialect, width, rows, usualBytes) => {
  const simd = makeSimdScanner(dialect, width, rows, usualBytes);
  if (!simd) return openPlain(dialect, width, rows, usualBytes);
  let plain: OpenScanner | undefined;
  let last: Pick<OpenScanner, 'space'> = simd;
  return {
    get space() {
      return last.space;
    },
    scan(bytes, to, final) {
      const found = simd.scan(bytes, to, final);
      last = simd;
      if (found) return found;
      plain ??= openPlain(dialect, width, rows, usualBytes);
      last = plain;
      return plain.scan(bytes, to, final);
    },
  };
};

function cleared(marks: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (marks.length < length) return new Uint8Array(length);
  return marks.fill(0, 0, length);
}
