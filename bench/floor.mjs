// W1 written by hand for exactly this file: bytes in, bytes out, no text ever made. What plain JavaScript on one thread can do at best.
//   node bench/floor.mjs IN OUT [SCANNER.wasm]      with the scanner in WebAssembly SIMD, what it can do with vectors
// Plain JavaScript, because loading TypeScript would itself show in the numbers.
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

const [source, target, scannerFile] = process.argv.slice(2);
const [comma, quote, lineFeed, at, dot, plus, zero] = [44, 34, 10, 64, 46, 43, 48];
const chunkBytes = 1 << 20;
const width = 12;
const mostRows = 16_384;
/** The memory of the scanner: its results, the input, starts, ends, odd rows, marks. */
const places = { input: 64, starts: 64 + chunkBytes * 2 + 64 };
const scanner = scannerFile && new WebAssembly.Instance(new WebAssembly.Module(readFileSync(scannerFile))).exports;
const input = scanner ? Buffer.from(scanner.memory.buffer, places.input, chunkBytes * 2) : Buffer.allocUnsafeSlow(chunkBytes * 2);
const output = Buffer.allocUnsafeSlow(chunkBytes * 4);
const starts = new Int32Array(13);
let o = 0;
let filled = 0;
let isHeader = true;

/** The end of the row at `p` (behind its line feed), or -1 when it is not all there; `starts` gets the starts of its cells. */
function findCells(p, end) {
  let cell = 0;
  starts[0] = p;
  for (;;) {
    if (input[p] === quote) {
      do {
        p = input.indexOf(quote, p + 1) + 1;
        if (p === 0 || p >= end) return -1;
      } while (input[p] === quote);
    }
    while (p < end && input[p] !== comma && input[p] !== lineFeed) p++;
    if (p >= end) return -1;
    const isRowEnd = input[p] === lineFeed;
    starts[++cell] = ++p;
    if (isRowEnd) return p;
  }
}

function isEmail(start, end) {
  let sign = -1;
  for (let p = start; p < end; p++) {
    if (input[p] <= 32) return false;
    if (input[p] !== at) continue;
    if (sign >= 0) return false;
    sign = p;
  }
  if (sign <= start) return false;
  for (let p = sign + 2; p < end - 1; p++) if (input[p] === dot) return true;
  return false;
}

function copy(start, end) {
  for (let p = start; p < end; p++) output[o++] = input[p];
}

function phone(start, end) {
  const begin = o;
  if (start < end && input[start] === plus) output[o++] = plus;
  for (let p = start; p < end; p++) if (input[p] >= 48 && input[p] <= 57) output[o++] = input[p];
  if (o - begin > 1 && output[begin] === zero && output[begin + 1] === zero) {
    output[begin] = plus;
    output.copyWithin(begin + 1, begin + 2, o--);
  }
}

/** The amount (two decimals) times 1.1, rounded to cents as decimals are, without needless zeros. */
function amount(start, end) {
  let cents = 0;
  for (let p = start; p < end; p++) if (input[p] !== dot) cents = cents * 10 + input[p] - zero;
  const adjusted = Math.floor((cents * 11 + 5) / 10);
  const whole = Math.floor(adjusted / 100);
  const rest = adjusted - whole * 100;
  let scale = 1;
  while (scale * 10 <= whole) scale *= 10;
  for (; scale >= 1; scale = Math.floor(scale / 10)) output[o++] = zero + (Math.floor(whole / scale) % 10);
  if (rest === 0) return;
  output[o++] = dot;
  output[o++] = zero + Math.floor(rest / 10);
  if (rest % 10 > 0) output[o++] = zero + (rest % 10);
}

function row(start, end) {
  if (!isEmail(starts[3], starts[4] - 1)) return;
  o += input.copy(output, o, start, end - 1);
  output[o++] = comma;
  copy(starts[1], starts[2] - 1);
  output[o++] = 32;
  copy(starts[2], starts[3] - 1);
  output[o++] = comma;
  phone(starts[4], starts[5] - 1);
  output[o++] = comma;
  amount(starts[9], starts[10] - 1);
  output[o++] = lineFeed;
}

function header(end) {
  o += output.write(`${input.toString('latin1', 0, end - 1)},FullName,PhoneNorm,AmountAdj\n`, o, 'latin1');
  isHeader = false;
}

function rowsByHand() {
  let start = 0;
  for (let end = findCells(0, filled); end > 0; end = findCells(start, filled)) {
    if (isHeader) header(end);
    else row(start, end);
    start = end;
  }
  return start;
}

function rowsByScanner() {
  const { buffer } = scanner.memory;
  const cells = mostRows * width;
  const [begins, ends] = [new Int32Array(buffer, places.starts, cells), new Int32Array(buffer, places.starts + cells * 4, cells)];
  const found = new Int32Array(buffer, 0, 5);
  const odd = places.starts + cells * 8;
  let start = 0;
  do {
    scanner.run(places.input + start, filled - start, 0, width, mostRows, places.starts, cells * 4, odd, odd + mostRows * 8, comma, quote);
    for (let at = 0; at < found[0]; at++) {
      for (let cell = 0; cell < width; cell++) starts[cell] = start + begins[at * width + cell];
      starts[width] = start + ends[at * width + width - 1] + 1;
      if (isHeader) header(starts[width]);
      else row(starts[0], starts[width]);
    }
    start += found[1];
  } while (found[0] === mostRows);
  return start;
}

const from = openSync(source, 'r');
const to = openSync(target, 'w');
for (;;) {
  const read = readSync(from, input, filled, chunkBytes, null);
  if (read === 0) break;
  filled += read;
  const start = scanner ? rowsByScanner() : rowsByHand();
  writeSync(to, output, 0, o);
  o = 0;
  input.copyWithin(0, start, filled);
  filled -= start;
}
closeSync(from);
closeSync(to);
