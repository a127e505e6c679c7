import type { Encoding } from './encoding.ts';
import type { ByteReader, InputFile } from './inputFile.ts';

/** The text of a file as UTF-8, whatever its encoding, from a byte of that UTF-8 text on. The byte order mark is not part of it. */
export interface TextSource {
  /** Puts up to `length` bytes (at least 16) at `offset` and gives their number; 0 at the end of the file only. */
  read(into: Buffer, offset: number, length: number): Promise<number>;
}

export function openText(file: InputFile, encoding: Encoding, from: number): TextSource {
  if (encoding.label === 'utf-8') return file.reader(encoding.markBytes + from);
  return decodedSource(file.reader(encoding.markBytes), encoding, from);
}

/** Decodes as it goes. Places in the file do not tell places in the text, so a start in the middle decodes all before it again. */
function decodedSource(reader: ByteReader, encoding: Encoding, from: number): TextSource {
  const decoder = new TextDecoder(encoding.label, { ignoreBOM: true });
  let raw = Buffer.alloc(0);
  let toSkip = from;
  let isDone = false;
  return {
    async read(into, offset, length) {
      // No encoding needs more than three UTF-8 bytes for one of its bytes.
      const rawLength = Math.floor(length / 3) - 1;
      if (raw.length < rawLength) raw = Buffer.allocUnsafeSlow(rawLength);
      while (!isDone) {
        const bytesRead = await reader.read(raw, 0, rawLength);
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
