/**
 * A few words of WebAssembly, enough for one function of loops, tests and vectors: each gives the bytes that it stands for. Opcodes: WebAssembly
 * Core Specification 2.0, sections 5.4 (instructions) and 5.5 (modules). `depth` is how many blocks are open around a piece of code; branches count from it.
 */
export type Code = (depth: number) => readonly number[];

/** Where a branch goes: the end of a block, or the beginning of a loop. */
interface Label {
  depth: number;
}

const op = (byte: number) => (...operands: readonly Code[]): Code => (depth) => [...operands.flatMap((operand) => operand(depth)), byte];
const vector = (code: number) => (...operands: readonly Code[]): Code => (depth) => [...operands.flatMap((operand) => operand(depth)), 0xfd, ...unsigned(code)];

export const i32 = (value: number): Code => () => [0x41, ...signed(BigInt(value))];
export const i64 = (value: bigint): Code => () => [0x42, ...signed(value)];
export const get = (local: number): Code => () => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => (depth) => [...value(depth), 0x21, ...unsigned(local)];
export const sequence = (...parts: readonly Code[]): Code => (depth) => parts.flatMap((part) => part(depth));

export const [equal, notEqual, lessSigned, greaterOrEqualSigned] = [op(0x46), op(0x47), op(0x48), op(0x4e)];
export const [add, subtract, or, shiftLeft, shiftRight] = [op(0x6a), op(0x6b), op(0x72), op(0x74), op(0x76)];
export const not = op(0x45);
/** i64: whether it is zero, the number of its lowest bit that is set, and what is needed to clear that bit. */
export const [isZero64, lowestBit64, subtract64, and64, or64, shiftLeft64] = [op(0x50), op(0x7a), op(0x7d), op(0x83), op(0x84), op(0x86)];
export const [toI32, toI64] = [op(0xa7), op(0xad)];

/** i8x16: sixteen bytes at once. `bitmask` has a bit for each that is negative, which as an unsigned byte is above 127. */
export const [splat8, equal8, or8, bitmask8] = [vector(15), vector(35), vector(80), vector(100)];

const access = (...opcode: readonly number[]) => (offset: number, ...operands: readonly Code[]): Code => (depth) => [...operands.flatMap((operand) => operand(depth)), ...opcode, 0, ...unsigned(offset)];

/** (offset, address) and (offset, address, value): the place is their sum. None needs to be aligned. */
export const [loadByte, storeByte, store32, load128] = [access(0x2d), access(0x3a), access(0x36), access(0xfd, 0)];
/** (address, byte, length) */
export const fill = (...operands: readonly Code[]): Code => (depth) => [...operands.flatMap((operand) => operand(depth)), 0xfc, 11, 0];

export const when = (test: Code, then: Code, otherwise?: Code): Code => (depth) => [...test(depth), 0x04, 0x40, ...then(depth + 1), ...(otherwise ? [0x05, ...otherwise(depth + 1)] : []), 0x0b];
export const block = (body: (end: Label) => Code): Code => nested(0x02, body);
export const loop = (body: (again: Label) => Code): Code => nested(0x03, body);
export const branch = (to: Label): Code => (depth) => [0x0c, ...unsigned(depth - to.depth)];
export const branchIf = (to: Label, test: Code): Code => (depth) => [...test(depth), 0x0d, ...unsigned(depth - to.depth)];

function nested(opcode: number, body: (label: Label) => Code): Code {
  return (depth) => [opcode, 0x40, ...body({ depth: depth + 1 })(depth + 1), 0x0b];
}

export const types = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;

/** A module of one function without a result, exported as `run`, over a memory of so many pages of 64 KiB, exported as `memory`. The parameters are i32. */
export function assemble({ parameters, locals, pages, body }: { readonly parameters: number; readonly locals: readonly (keyof typeof types)[]; readonly pages: number; readonly body: Code }): Uint8Array<ArrayBuffer> {
  const code = [...list(locals.map((type) => [1, types[type]])), ...body(0), 0x0b];
  const text = (name: string): number[] => list(Array.from(name, (letter) => [letter.charCodeAt(0)]));
  const sections: readonly (readonly number[])[] = [
    [1, ...sized(list([[0x60, ...list(Array.from({ length: parameters }, () => [types.i32])), 0]]))],
    [3, ...sized(list([[0]]))],
    [5, ...sized(list([[0, ...unsigned(pages)]]))],
    [7, ...sized(list([[...text('memory'), 2, 0], [...text('run'), 0, 0]]))],
    [10, ...sized(list([sized(code)]))],
  ];
  return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128: seven bits a byte, the lowest first; the highest bit says that more follow. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: bigint): number[] {
  const [low, rest] = [Number(value & 127n), value >> 7n];
  const isDone = (rest === 0n && low < 64) || (rest === -1n && low >= 64);
  return isDone ? [low] : [low | 128, ...signed(rest)];
}
