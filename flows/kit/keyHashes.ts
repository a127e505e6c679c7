import type { Batch } from './batch.ts';
import { rowKey, type Key, type KeyOptions } from './rowKey.ts';
import type { Schema } from './schema.ts';
import { hashBytes, TextBytes } from './textBytes.ts';

/** A hash for each of these rows, by which they are divided: equal keys have one. Rows without a key have any. */
export type KeyHashes = (batch: Batch, rows: Int32Array) => Int32Array;

/** Hashes of the keys that are made of these columns. Those of one text column are made of its bytes, so that cells of a file are not decoded for it. */
export function keyHashes(schema: Schema, columns: readonly number[], options: KeyOptions): KeyHashes {
  const byKey = hashesOf(rowKey(schema, columns, options));
  const [column] = columns;
  if (columns.length !== 1 || schema[column!]!.type !== 'text' || options.isLoose) return byKey;
  const texts = new TextBytes();
  return (batch, rows) => {
    const { source } = batch.columns[column!]!;
    if (!source) return byKey(batch, rows);
    const { block, field } = source;
    const { bytes, starts, ends, width, quote } = block;
    return hashEach(rows, (row) => {
      const cell = row * width + field;
      const start = starts[cell]!;
      const end = ends[cell]!;
      if (start !== end && bytes[start] !== quote) return hashBytes(bytes, start, end);
      const text = block.text(row, field);
      if (text === null && options.blankWhen !== 'never') return undefined;
      const length = texts.encode(text ?? '');
      return hashBytes(texts.bytes, 0, length);
    });
  };
}

/** Hashes of keys that a function reads. */
export function hashesOf(keyOf: (batch: Batch, row: number) => Key | null): KeyHashes {
  const texts = new TextBytes();
  return (batch, rows) =>
    hashEach(rows, (row) => {
      const key = keyOf(batch, row);
      if (key === null) return undefined;
      const length = texts.encode(String(key));
      return hashBytes(texts.bytes, 0, length);
    });
}

function hashEach(rows: Int32Array, hashOf: (row: number) => number | undefined): Int32Array {
  const hashes = new Int32Array(rows.length);
  // Rows without a key are spread over all parts.
  for (let k = 0; k < rows.length; k++) hashes[k] = hashOf(rows[k]!) ?? Math.imul(k, 0x9e3779b1);
  return hashes;
}
