import { byteOf, type Dialect } from './dialect.ts';

/** Where a scanner writes. The caller owns it and may use it again for the next scan: copy out what must stay. */
export interface ScanSpace {
  /** Cell (row, field) is `bytes[starts[row * width + field], ends[…])`, quotes included. Their length ÷ width is the most rows of one scan. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** `marks[p >> 6]` is 1 where a byte above 127 is among those 64 bytes. The plain scanner sets marks and clears none. */
  readonly marks: Uint8Array;
}

export interface Scan {
  /** Whole rows found. */
  readonly rows: number;
  /** Bytes they take, with their line ends: the next scan begins here. */
  readonly end: number;
  /** Line ends among those bytes, those inside quotes included. */
  readonly lines: number;
  /** row, fields, row, fields …: the rows whose number of fields is not `width`. Missing cells are [0, 0), surplus ones are left out. */
  readonly odd: readonly number[];
  /** The row whose quote is still open at the end of the file, or -1. */
  readonly openRow: number;
}

/**
 * Finds the cells of all whole rows in `bytes[0, to)`. `bytes[to]` must exist and hold a line feed: it stops the loops without a
 * test per byte. `final` says that nothing follows `to`, so that the last row needs no line end. Every scanner must give the same result.
 *
 * RFC 4180, and beyond it: rows end with LF, CRLF or CR in any mix; a quote means something only as the first byte of a cell;
 * what follows a closing quote is read as it stands up to the delimiter; lines without anything in them are no rows.
 */
export type Scanner = (bytes: Uint8Array, to: number, final: boolean, width: number, space: ScanSpace) => Scan;

const plain = 0;
const separator = 1;
const lineFeed = 2;
const carriageReturn = 3;
const high = 4;
const quoteMark = 5;

/** The scanner in plain JavaScript: one table look-up per byte. */
export function makeScanner(dialect: Dialect): Scanner {
  const quote = byteOf(dialect.quote);
  const bare = byteClasses([[byteOf(dialect.delimiter), separator]]);
  const quoted = byteClasses([[quote, quoteMark]]);

  return (bytes, to, final, width, { starts, ends, marks }) => {
    const capacity = Math.floor(starts.length / width);
    const odd: number[] = [];
    let p = 0;
    let rows = 0;
    let lines = 0;
    let openRow = -1;
    let rowStart = 0;
    let linesBefore = 0;

    rowLoop: while (p < to && rows < capacity) {
      rowStart = p;
      linesBefore = lines;
      const base = rows * width;
      let field = 0;
      for (;;) {
        const cellStart = p;
        let kind = plain;
        if (bytes[p] === quote) {
          p++;
          for (;;) {
            while ((kind = quoted[bytes[p]!]!) === plain) p++;
            if (p >= to) break;
            if (kind === high) marks[p >> 6] = 1;
            else if (kind === quoteMark) {
              if (bytes[p + 1] !== quote) break;
              p++;
            } else if (kind === lineFeed || bytes[p + 1] !== 10) lines++;
            p++;
          }
          if (p < to) p++;
          else if (final) openRow = rows;
          else break rowLoop;
        }
        for (;;) {
          while ((kind = bare[bytes[p]!]!) === plain) p++;
          if (kind !== high) break;
          marks[p >> 6] = 1;
          p++;
        }
        if (p >= to && !final) break rowLoop;
        if (field < width) {
          starts[base + field] = cellStart;
          ends[base + field] = p;
        }
        field++;
        if (kind === separator) {
          p++;
          continue;
        }
        // The end of a row. A CR that is the last byte so far may be half a CRLF: then wait for the rest.
        const cellEnd = p;
        if (kind === carriageReturn) {
          if (p + 1 >= to && !final) break rowLoop;
          p += p + 1 < to && bytes[p + 1] === 10 ? 2 : 1;
        } else p++;
        lines++;
        if (field === 1 && cellEnd === rowStart) {
          rowStart = p;
          linesBefore = lines;
          continue rowLoop;
        }
        if (field !== width) {
          odd.push(rows, field);
          if (field < width) {
            starts.fill(0, base + field, base + width);
            ends.fill(0, base + field, base + width);
          }
        }
        rows++;
        rowStart = p;
        linesBefore = lines;
        break;
      }
    }
    return { rows, end: Math.min(rowStart, to), lines: linesBefore, odd, openRow };
  };
}

function byteClasses(special: readonly (readonly [number, number])[]): Uint8Array {
  const classes = new Uint8Array(256).fill(high, 128);
  classes[10] = lineFeed;
  classes[13] = carriageReturn;
  for (const [byte, kind] of special) if (byte >= 0) classes[byte] = kind;
  return classes;
}
