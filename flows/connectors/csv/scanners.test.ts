import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../kit/seededRandom.ts';
import type { Dialect } from './dialect.ts';
import { openPlain, openSimd, type OpenScanner } from './openScanner.ts';

const room = 2048;
const dialects: readonly Dialect[] = [{ delimiter: ',', quote: '"' }, { delimiter: '\t', quote: '"' }, { delimiter: ';', quote: "'" }, { delimiter: '|', quote: '' }];

/** All that a scan says: the bytes it has read, the cells of its rows, what is odd about them, and where bytes above 127 are. */
function scanned(scanner: OpenScanner, text: Buffer, to: number, final: boolean, width: number): unknown {
  const bytes = Buffer.from(text.subarray(0, to + 1));
  bytes[to] = 10;
  const { rows, ...found } = scanner.scan(bytes, to, final);
  const { starts, ends, marks } = scanner.space;
  const cells = rows * width;
  const isMarked = Array.from({ length: found.end >> 6 }, (_, block) => marks[block]);
  return { rows, ...found, starts: Array.from(starts.subarray(0, cells)), ends: Array.from(ends.subarray(0, cells)), isMarked };
}

/** Any sequence of what matters to a scanner, with stretches of what does not, so that all of it meets the borders of 16 and 64 bytes. */
function anything(random: (below: number) => number, { delimiter, quote }: Dialect): Buffer {
  const pieces = [delimiter, delimiter, quote, quote, quote + quote, '\n', '\r\n', '\r', '\n\r', 'a', 'bc', 'é', '🙂', '\0', ' ', `${quote}x${quote}`, `${quote}\n`, delimiter + quote];
  return Buffer.concat(Array.from({ length: random(80) }, () => (random(12) === 0 ? Buffer.alloc(random(70), 'abcdefg') : random(20) === 0 ? Buffer.from([random(256)]) : Buffer.from(pieces[random(pieces.length)]!))));
}

function below(random: () => number): (limit: number) => number {
  return (limit) => Math.floor(random() * limit);
}

describe('the scanner in WebAssembly finds what the plain one finds', () => {
  it.each(dialects)('in anything at all, split by $delimiter and quoted by $quote, cut anywhere', (dialect) => {
    const random = below(seededRandom(dialect.delimiter.charCodeAt(0)));
    for (const [width, rows] of [[1, 3], [3, 5], [3, 1000], [12, 50]] as const) {
      const [simd, plain] = [openSimd(dialect, width, rows, room), openPlain(dialect, width, rows, room)];
      for (let round = 0; round < 60; round++) {
        const text = anything(random, dialect).subarray(0, room - 1);
        const space = Buffer.concat([text, Buffer.from('\n')]);
        for (const to of [text.length, random(text.length + 1), random(text.length + 1), random(text.length + 1)]) {
          for (const final of [true, false]) {
            const told = JSON.stringify({ text: text.toString('latin1'), to, final, width, rows });
            expect(scanned(simd, space, to, final, width), told).toEqual(scanned(plain, space, to, final, width));
          }
        }
      }
    }
  });

  it('at every cut of a text that has all of it', () => {
    const text = Buffer.from('a,"b ""c"", d"\r\n\r\n1,5" pipe\r"x\r\ny\nz",é🙂\n,"\0"q,r\n"open,\n');
    const [simd, plain] = dialects.slice(0, 1).flatMap((dialect) => [openSimd(dialect, 2, 100, room), openPlain(dialect, 2, 100, room)]) as [OpenScanner, OpenScanner];
    for (let lead = 0; lead < 70; lead++) {
      const moved = Buffer.concat([Buffer.alloc(lead, 'x'), text, Buffer.from('\n')]);
      for (let to = lead; to < moved.length; to++) for (const final of [true, false]) expect(scanned(simd, moved, to, final, 2), `${lead} ${to}`).toEqual(scanned(plain, moved, to, final, 2));
    }
  });

  it('and leaves what it has no room for to the plain one', () => {
    const scanner = openSimd(dialects[0]!, 2, 10, 100);
    const long = Buffer.from(`a,${'b'.repeat(500)}\n1,2\n\n`);
    expect(scanned(scanner, long, long.length - 1, true, 2)).toMatchObject({ rows: 2, starts: [0, 2, 503, 505] });
    expect(scanned(scanner, Buffer.from('a,b\n\n'), 4, true, 2)).toMatchObject({ rows: 1, starts: [0, 2], ends: [1, 3] });
  });
});
