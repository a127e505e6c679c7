import type { FileHandle } from 'node:fs/promises';
import type { Encoding } from './encoding.ts';

/** The text of a file as UTF-8, whatever its encoding, from a byte of that UTF-8 text on. The byte order mark is not part of it. */
export interface TextSource {
  /** Puts up to `length` bytes (at least 16) at `offset` and gives their number; 0 at the end of the file only. */
  read(into: Buffer, offset: number, length: number): Promise<number>;
}

export function openText(file: FileHandle, encoding: Encoding, from: number): TextSource {
  return encoding.label === 'utf-8' ? utf8Source(file, encoding.markBytes + from) : decodedSource(file, encoding, from);
}

function utf8Source(file: FileHandle, start: number): TextSource {
  let position = start;
  return {
    async read(into, offset, length) {
      const { bytesRead } = await file.read(into, offset, length, position);
      position += bytesRead;
      return bytesRead;
    },
  };
}

/** Decodes as it goes. Places in the file do not tell places in the text, so a start in the middle decodes all before it again. */
function decodedSource(file: FileHandle, encoding: Encoding, from: number): TextSource {
  const decoder = new TextDecoder(encoding.label, { ignoreBOM: true });
  let raw = Buffer.alloc(0);
  let position = encoding.markBytes;
  let toSkip = from;
  let isDone = false;
  return {
    async read(into, offset, length) {
      // No encoding needs more than three UTF-8 bytes for one of its bytes.
      const rawLength = Math.floor(length / 3) - 1;
      if (raw.length < rawLength) raw = Buffer.allocUnsafeSlow(rawLength);
      while (!isDone) {
        const { bytesRead } = await file.read(raw, 0, rawLength, position);
        position += bytesRead;
        isDone = bytesRead === 0;
        const written = into.write(decoder.decode(raw.subarray(0, bytesRead), { stream: !isDone }), offset, 'utf8');
        const skipped = Math.min(toSkip, written);
        toSkip -= skipped;
        into.copyWithin(offset, offset + skipped, offset + written);
        if (written > skipped) return written - skipped;
      }
      return 0;
    },
  };
}
