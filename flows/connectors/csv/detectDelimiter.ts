import { delimiters } from './dialect.ts';
import { makeScanner } from './scan.ts';

const mostRows = 200;
const mostFields = 2048;

/**
 * The delimiter of a CSV text from its beginning: the one under which most rows have as many fields as the first, then the one that gives most fields.
 * A comma where none splits anything: a file of one column.
 * @param text the first bytes, with one byte more behind `to` that may be overwritten; `final` says that this is the whole file
 */
export function detectDelimiter(text: Buffer, to: number, final: boolean, quote: string): string {
  const space = { starts: new Int32Array(mostRows * mostFields), ends: new Int32Array(mostRows * mostFields), marks: new Uint8Array((to >> 6) + 1) };
  const one = { starts: new Int32Array(mostFields), ends: new Int32Array(mostFields), marks: space.marks };
  text[to] = 10;
  const scored = Object.values(delimiters).map((delimiter) => {
    const scan = makeScanner({ delimiter, quote });
    const first = scan(text, to, final, mostFields, one);
    const fields = first.odd[1] ?? 1;
    // Most split nothing, and need no look at all rows.
    if (fields < 2) return { delimiter, fields, agreement: 0 };
    const all = scan(text, to, final, fields, space);
    return { delimiter, fields, agreement: all.rows === 0 ? 0 : 1 - all.odd.length / 2 / all.rows };
  });
  const best = scored.sort((a, b) => b.agreement - a.agreement || b.fields - a.fields)[0]!;
  return best.agreement === 0 ? delimiters.comma : best.delimiter;
}
