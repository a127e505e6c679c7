/** Texts as UTF-8, in room that is used again: those of the last one are `bytes[0, length)`. */
export class TextBytes {
  bytes = new Uint8Array(256);

  /** Writes a text and gives its length in bytes. Half of a character, which UTF-8 cannot say, becomes three bytes of its own. */
  encode(text: string): number {
    const { length } = text;
    if (this.bytes.length < length * 3) this.bytes = new Uint8Array(length * 3);
    const encoded = this.bytes;
    let filled = 0;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code < 0x80) {
        encoded[filled++] = code;
        continue;
      }
      const point = text.codePointAt(at)!;
      if (point < 0x800) encoded[filled++] = 0xc0 | (point >> 6);
      else {
        if (point < 0x10000) encoded[filled++] = 0xe0 | (point >> 12);
        else {
          encoded[filled++] = 0xf0 | (point >> 18);
          encoded[filled++] = 0x80 | ((point >> 12) & 63);
          at++;
        }
        encoded[filled++] = 0x80 | ((point >> 6) & 63);
      }
      encoded[filled++] = 0x80 | (point & 63);
    }
    return filled;
  }
}

/** A hash of the bytes `[start, end)`: four at a time, then one by one, and mixed in the end, so that every few bits of it are a hash as well. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let p = start;
  for (; p + 4 <= end; p += 4) {
    hash = Math.imul(hash ^ (bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24)), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; p < end; p++) hash = Math.imul(hash ^ bytes[p]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
