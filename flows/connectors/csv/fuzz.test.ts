import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readContent, scannerNames } from './fixture.ts';

/** A small generator of pseudo-random numbers in [0, 1), the same everywhere: a linear congruence. */
function numbers(seed: number): () => number {
  let state = BigInt(seed) * 2n + 1n;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 33n) / 2 ** 31;
  };
}

interface Made {
  readonly text: string;
  readonly delimiter: string;
}

/** Any sequence of what matters to CSV, well-formed or not. */
function anything(random: () => number, delimiter: string): Made {
  const pieces = [delimiter, delimiter, '"', '""', '\n', '\r\n', '\r', 'a', 'bc', 'é', '東', '🙂', ' ', `x${delimiter}y\n`, `"q",`, '\n"'];
  const text = Array.from({ length: Math.floor(random() * 60) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
  return { text: `h1${delimiter}h2${delimiter}h3\n${text}`, delimiter };
}

/** A table written by the book. */
function table(random: () => number, delimiter: string): Made & { rows: (string | null)[][] } {
  const letters = ['a', 'b', ' ', '"', delimiter, '\n', '\r', 'ü', 'ł', '🙂', '0', '-'];
  const cell = () => Array.from({ length: Math.floor(random() * 8) }, () => letters[Math.floor(random() * letters.length)]).join('');
  const rows = Array.from({ length: Math.floor(random() * 12) }, () => Array.from({ length: 3 }, cell));
  const end = random() < 0.5 ? '\n' : '\r\n';
  const written = (value: string) => (random() < 0.3 || /["\r\n;,\t|]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => row.map(written).join(delimiter));
  return {
    text: ['h1', 'h2', 'h3'].join(delimiter) + end + lines.join(end) + (random() < 0.5 ? end : ''),
    delimiter,
    rows: rows.map((row) => row.map((value) => value || null)),
  };
}

/** The judge: one character at a time, a state machine in the plainest words. Gives the cells of each row, and whether the last quote is open. */
function judge({ text, delimiter }: Made): { rows: string[][]; isOpen: boolean } {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let state: 'start' | 'bare' | 'quoted' | 'closed' = 'start';
  const endCell = () => {
    row.push(cell);
    cell = '';
    state = 'start';
  };
  const endRow = () => {
    if (row.length > 0 || cell !== '' || state !== 'start') {
      endCell();
      rows.push(row);
    }
    row = [];
  };
  const characters = Array.from(text.replaceAll('\r\n', '\uE000'), (character) => (character === '\uE000' ? '\r\n' : character));
  for (const character of characters) {
    const isEnd = character === '\n' || character === '\r' || character === '\r\n';
    if (state === 'quoted') {
      if (character === '"') state = 'closed';
      else cell += character;
    } else if (state === 'closed' && character === '"') {
      cell += '"';
      state = 'quoted';
    } else if (character === delimiter) endCell();
    else if (isEnd) endRow();
    else if (state === 'start' && character === '"') state = 'quoted';
    else {
      cell += character;
      state = 'bare';
    }
  }
  const isOpen = (state as string) === 'quoted';
  endRow();
  return { rows, isOpen };
}

const rounds = 80;

describe.each(scannerNames)('random files, by the %s scanner', (scanner) => {
  it.each([',', ';', '\t', '|'])('anything at all, split by %j, reads as the judge reads it', async (delimiter) => {
    const random = numbers(delimiter.charCodeAt(0));
    for (let round = 0; round < rounds; round++) {
      const made = anything(random, delimiter);
      const { rows, isOpen } = judge(made);
      const good = rows.slice(1, isOpen ? -1 : undefined).map((row) => Array.from({ length: 3 }, (_, field) => row[field] || null));
      const sizes = { chunkBytes: 1 + Math.floor(random() * 40), maxRows: 1 + Math.floor(random() * 5) };
      const read = await readContent(made.text, { delimiter, onFieldCount: 'fill', sizes, scanner });
      expect(read.rows, JSON.stringify({ made, sizes })).toEqual(good);
    }
  });

  it.each([',', ';', '\t', '|'])('tables by the book, split by %j, come back cell by cell', async (delimiter) => {
    const random = numbers(1000 + delimiter.charCodeAt(0));
    for (let round = 0; round < rounds; round++) {
      const made = table(random, delimiter);
      const read = await readContent(made.text, { delimiter, scanner, sizes: { chunkBytes: 1 + Math.floor(random() * 200) } });
      expect(read.rows, JSON.stringify(made)).toEqual(made.rows);
      expect(read.faults).toEqual([]);
    }
  });

  it.each([',', ';', '\t', '|'])('tables by the book, split by %j, read as csv-parse reads them', async (delimiter) => {
    const random = numbers(2000 + delimiter.charCodeAt(0));
    for (let round = 0; round < rounds; round++) {
      const made = table(random, delimiter);
      const theirs = parse(made.text, { delimiter, from: 2, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'] });
      const read = await readContent(made.text, { delimiter, scanner, sizes: { chunkBytes: 1 + Math.floor(random() * 200) } });
      expect(read.rows, JSON.stringify(made)).toEqual(theirs.map((row) => row.map((value) => value || null)));
    }
  });
});
