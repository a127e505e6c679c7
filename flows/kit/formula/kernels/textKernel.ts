import type { Batch } from '../../batch.ts';
import type { ByteBlock, CellSource } from '../../column.ts';
import type { Expression } from '../expression.ts';
import { concatenate } from '../operators.ts';

/** Works out the texts of all living rows as bytes, one field of a block of their own; undefined where that cannot be done with the bytes that came. */
export type TextKernel = (batch: Batch) => ByteBlock | undefined;

/** A piece of a text put together: the bytes of a constant, or a column. */
type Piece = Uint8Array | number;

const [carriageReturn, space, plus, zero, nine, high] = [13, 32, 43, 48, 57, 128];

/**
 * A kernel for a formula that has one: texts put together and PHONEDIGITS, over columns whose cells are still the bytes of a file. What it makes are
 * cells as that file could have them, so that a writer copies them.
 */
export function textKernel(expression: Expression): TextKernel | undefined {
  if (expression.kind !== 'call') return undefined;
  if (expression.implementation === concatenate) {
    const pieces = expression.arguments.map(pieceOf);
    return pieces.every((piece) => piece !== undefined) && pieces.some((piece) => typeof piece === 'number') ? concatenated(pieces) : undefined;
  }
  const [argument] = expression.arguments;
  return expression.name === 'PHONEDIGITS' && argument?.kind === 'column' ? phoneDigits(argument.index) : undefined;
}

/** Of constants only those that no dialect would quote. */
function pieceOf(expression: Expression): Piece | undefined {
  if (expression.kind === 'column') return expression.type === 'text' ? expression.index : undefined;
  if (expression.kind !== 'constant' || typeof expression.value !== 'string' || !/^[\w ]*$/.test(expression.value)) return undefined;
  return Uint8Array.from(expression.value, (letter) => letter.charCodeAt(0));
}

function concatenated(pieces: readonly Piece[]): TextKernel {
  return (batch) => {
    const sources = pieces.map((piece) => (typeof piece === 'number' ? batch.columns[piece]!.source : undefined));
    const dialects = new Set(sources.flatMap((source, index) => (typeof pieces[index] === 'number' ? [source?.block.dialect] : [])));
    const first = sources.find((source) => source !== undefined);
    if (dialects.size !== 1 || !first) return undefined;
    const length = lengthOf(batch, pieces, sources);
    if (length < 0) return undefined;
    const bytes = new Uint8Array(length);
    const [starts, ends] = [new Int32Array(batch.rowCount), new Int32Array(batch.rowCount)];
    let at = 0;
    for (let k = 0; k < batch.rows.length; k++) {
      const row = batch.rows[k]!;
      starts[row] = at;
      for (let index = 0; index < pieces.length; index++) {
        const source = sources[index];
        if (source === undefined) at = copied(pieces[index] as Uint8Array, 0, (pieces[index] as Uint8Array).length, bytes, at);
        else {
          const cell = row * source.block.width + source.field;
          at = copied(source.block.bytes, source.block.starts[cell]!, source.block.ends[cell]!, bytes, at);
        }
      }
      ends[row] = at;
    }
    return first.block.over({ bytes, width: 1, starts, ends }, false);
  };
}

/** The bytes of all texts together; -1 where a cell is not its text as it stands. */
function lengthOf({ rows }: Batch, pieces: readonly Piece[], sources: readonly (CellSource | undefined)[]): number {
  let length = 0;
  for (const [index, source] of sources.entries()) {
    if (source === undefined) {
      length += (pieces[index] as Uint8Array).length * rows.length;
      continue;
    }
    const { bytes, starts, ends, width, quote } = source.block;
    for (let k = 0; k < rows.length; k++) {
      const cell: number = rows[k]! * width + source.field;
      const start = starts[cell]!;
      if (start < ends[cell]! && bytes[start] === quote) return -1;
      length += ends[cell]! - start;
    }
  }
  return length;
}

function copied(from: Uint8Array, start: number, end: number, to: Uint8Array, place: number): number {
  let at = place;
  for (let p = start; p < end; p++) to[at++] = from[p]!;
  return at;
}

/** PHONEDIGITS over bytes; what it does is said where the function is. */
function phoneDigits(index: number): TextKernel {
  return (batch) => {
    const source = batch.columns[index]!.source;
    if (!source) return undefined;
    const { bytes, starts, ends, width, quote } = source.block;
    const { rows } = batch;
    let length = 0;
    for (let k = 0; k < rows.length; k++) {
      const cell = rows[k]! * width + source.field;
      if (starts[cell]! < ends[cell]! && bytes[starts[cell]!] === quote) return undefined;
      length += ends[cell]! - starts[cell]! + 1;
    }
    const out = new Uint8Array(length);
    const [outStarts, outEnds] = [new Int32Array(batch.rowCount), new Int32Array(batch.rowCount)];
    let at = 0;
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      const cell: number = row * width + source.field;
      const end = ends[cell]!;
      let p = starts[cell]!;
      while (p < end && (bytes[p] === space || (bytes[p]! >= 9 && bytes[p]! <= carriageReturn))) p++;
      const isInternational = p < end && bytes[p] === plus;
      const begin = at;
      if (isInternational) out[at++] = plus;
      for (; p < end; p++) {
        const byte = bytes[p]!;
        if (byte >= zero && byte <= nine) out[at++] = byte;
        // A space of another alphabet may stand before the plus.
        else if (byte >= high) return undefined;
      }
      if (isInternational && at === begin + 1) at = begin;
      else if (!isInternational && at - begin >= 2 && out[begin] === zero && out[begin + 1] === zero) {
        out[begin] = plus;
        out.copyWithin(begin + 1, begin + 2, at--);
      }
      outStarts[row] = begin;
      outEnds[row] = at;
    }
    return source.block.over({ bytes: out, width: 1, starts: outStarts, ends: outEnds }, false);
  };
}

