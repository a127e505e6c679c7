import {
  add, and64, assemble, bitmask8, block, branch, branchIf, equal, equal8, fill, get, greaterOrEqualSigned, i32, i64, isZero64, lessSigned, load128, loadByte, loop, lowestBit64, not, notEqual, or, or64, or8, sequence,
  set, shiftLeft, shiftLeft64, shiftRight, splat8, store32, storeByte, subtract, subtract64, toI32, toI64, when, type Code,
} from './assemble.ts';

/** What the program is called with, in this order: i32 each. All places are bytes of its memory. */
export const parameters = [
  'source', 'to', 'isFinal', 'width', 'capacity',
  /** Where the starts of cells go; their ends go `gap` bytes behind. */
  'starts', 'gap',
  /** Where pairs of row and fields go, and where a byte for each 64 of the source. */
  'odd', 'marks',
  'delimiter', 'quote',
] as const;

/** What it leaves at the beginning of its memory: i32 each. `oddEnd` is where its pairs end. */
export const results = ['rows', 'end', 'lines', 'openRow', 'oddEnd'] as const;

const locals = ['p', 'byte', 'block', 'cell', 'field', 'cellStart', 'rowStart', 'rows', 'lines', 'linesBefore', 'openRow', 'oddEnd', 'isQuoted', 'skipTo', 'next'] as const;
const names: readonly string[] = [...parameters, ...locals];
type Name = (typeof parameters)[number] | (typeof locals)[number];
const at = (name: Name): number => names.indexOf(name);
const value = (name: Name): Code => get(at(name));
const put = (name: Name, to: Code): Code => set(at(name), to);
const raise = (name: Name, by = 1): Code => put(name, add(value(name), i32(by)));

// Behind them one of 64 bits and those of 128.
const mask = names.length;
const [one, two, three, four] = [1, 2, 3, 4].map((index) => names.length + index) as [number, number, number, number];
const quarters = [one, two, three, four];
const [delimiters, quotes, lineFeeds, carriageReturns] = [5, 6, 7, 8].map((index) => names.length + index) as [number, number, number, number];
const [lineFeed, carriageReturn] = [10, 13];

/** The bytes that can mean something, of 16 that are in a local, as the bits of an i32. */
const special = (bytes: number): Code => bitmask8(or8(or8(equal8(get(bytes), get(delimiters)), equal8(get(bytes), get(quotes))), or8(equal8(get(bytes), get(lineFeeds)), equal8(get(bytes), get(carriageReturns)))));
const byteAt = (place: Code, further = 0): Code => loadByte(further, add(value('source'), place));

/** The cell that ends at a place. Those beyond the width are only counted. */
const endCell = (end: Code): Code =>
  sequence(
    when(lessSigned(value('field'), value('width')), sequence(store32(0, value('cell'), value('cellStart')), store32(0, add(value('cell'), value('gap')), end), raise('cell', 4))),
    raise('field'),
  );

/** The row whose last cell ends at a place; the next one begins at `next`. A line without anything in it is no row. */
const endRow = (end: Code): Code => {
  const missing = shiftLeft(subtract(value('width'), value('field')), i32(2));
  const noteOdd = sequence(store32(0, value('oddEnd'), value('rows')), store32(4, value('oddEnd'), value('field')), raise('oddEnd', 8));
  const fillUp = sequence(fill(value('cell'), i32(0), missing), fill(add(value('cell'), value('gap')), i32(0), missing), put('cell', add(value('cell'), missing)));
  const row = sequence(
    endCell(end),
    when(notEqual(value('field'), value('width')), sequence(noteOdd, when(lessSigned(value('field'), value('width')), fillUp))),
    raise('rows'),
    put('field', i32(0)),
  );
  return sequence(
    raise('lines'),
    when(or(notEqual(value('field'), i32(0)), notEqual(end, value('rowStart'))), row),
    put('rowStart', value('next')),
    put('cellStart', value('next')),
    put('linesBefore', value('lines')),
  );
};

/** Inside quotes only quotes and the count of lines matter. */
const quotedByte: Code = when(
  equal(value('byte'), value('quote')),
  when(equal(byteAt(value('p'), 1), value('quote')), put('skipTo', add(value('p'), i32(2))), put('isQuoted', i32(0))),
  when(
    or(equal(value('byte'), i32(lineFeed)), equal(value('byte'), i32(carriageReturn))),
    when(or(equal(value('byte'), i32(lineFeed)), notEqual(byteAt(value('p'), 1), i32(lineFeed))), raise('lines')),
  ),
);

/**
 * The scanner of scan.ts with sixteen bytes at once: of every 64 bytes it makes a mask of those that can mean something, and goes from one such byte to the
 * next. It knows the same rules, so it needs no well-formed file: a quote counts where a cell begins, and nowhere else.
 */
const body: Code = sequence(
  put('cell', value('starts')),
  put('oddEnd', value('odd')),
  put('openRow', i32(-1)),
  ...([[delimiters, value('delimiter')], [quotes, value('quote')], [lineFeeds, i32(lineFeed)], [carriageReturns, i32(carriageReturn)]] as const).map(([local, byte]) => set(local, splat8(byte))),
  block((end) =>
    sequence(
      block((allRead) =>
        loop((nextBlock) =>
          sequence(
            branchIf(allRead, greaterOrEqualSigned(value('block'), value('to'))),
            ...quarters.map((local, index) => set(local, load128(index * 16, add(value('source'), value('block'))))),
            storeByte(0, add(value('marks'), shiftRight(value('block'), i32(6))), notEqual(bitmask8(or8(or8(get(one), get(two)), or8(get(three), get(four)))), i32(0))),
            set(mask, quarters.map((local, index) => shiftLeft64(toI64(special(local)), i64(BigInt(index * 16)))).reduce((all, bits) => or64(all, bits))),
            block((blockDone) =>
              loop((nextByte) =>
                sequence(
                  branchIf(blockDone, isZero64(get(mask))),
                  put('p', add(value('block'), toI32(lowestBit64(get(mask))))),
                  set(mask, and64(get(mask), subtract64(get(mask), i64(1n)))),
                  branchIf(allRead, greaterOrEqualSigned(value('p'), value('to'))),
                  branchIf(nextByte, lessSigned(value('p'), value('skipTo'))),
                  put('byte', byteAt(value('p'))),
                  when(value('isQuoted'), sequence(quotedByte, branch(nextByte))),
                  when(equal(value('byte'), value('delimiter')), sequence(endCell(value('p')), put('cellStart', add(value('p'), i32(1))), branch(nextByte))),
                  when(equal(value('byte'), value('quote')), sequence(when(equal(value('p'), value('cellStart')), put('isQuoted', i32(1))), branch(nextByte))),
                  branchIf(nextByte, not(or(equal(value('byte'), i32(lineFeed)), equal(value('byte'), i32(carriageReturn))))),
                  put('next', add(value('p'), i32(1))),
                  when(
                    equal(value('byte'), i32(carriageReturn)),
                    when(
                      lessSigned(value('next'), value('to')),
                      when(equal(byteAt(value('next')), i32(lineFeed)), sequence(raise('next'), put('skipTo', value('next')))),
                      // The last byte so far may be half a CRLF: then the rest must come first.
                      branchIf(end, not(value('isFinal'))),
                    ),
                  ),
                  endRow(value('p')),
                  branchIf(end, equal(value('rows'), value('capacity'))),
                  branch(nextByte),
                ),
              ),
            ),
            raise('block', 64),
            branch(nextBlock),
          ),
        ),
      ),
      // Everything is read: at the end of the file the last row needs no line end.
      branchIf(end, or(not(value('isFinal')), greaterOrEqualSigned(value('rowStart'), value('to')))),
      when(value('isQuoted'), put('openRow', value('rows'))),
      put('next', value('to')),
      endRow(value('to')),
    ),
  ),
  ...([['rows', 'rows'], ['end', 'rowStart'], ['lines', 'linesBefore'], ['openRow', 'openRow'], ['oddEnd', 'oddEnd']] as const).map(([result, local]) => store32(results.indexOf(result) * 4, i32(0), value(local))),
);

/** The bytes of the module, with so many pages of memory. */
export function scanProgram(pages: number): Uint8Array<ArrayBuffer> {
  return assemble({ parameters: parameters.length, locals: [...locals.map(() => 'i32' as const), 'i64', ...Array.from({ length: 8 }, () => 'v128' as const)], pages, body });
}
