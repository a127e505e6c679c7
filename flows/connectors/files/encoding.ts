import { isUtf8 } from 'node:buffer';
import { AppError } from '../../kit/errors.ts';

export interface Encoding {
  /** A label of the WHATWG Encoding Standard; `utf-8` is read without a decoder. */
  readonly label: string;
  /** Bytes of the byte order mark in front of the text. */
  readonly markBytes: number;
}

const marks = [
  { label: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
] as const;

/**
 * The encoding of a file from its first bytes. A byte order mark wins over `wanted`, because it cannot be meant otherwise.
 * @param head the first bytes of the file; `whole` says that there are no more
 * @throws AppError `settings` when the bytes are no text or the encoding has no decoder here
 */
export function findEncoding(head: Buffer, whole: boolean, wanted: string, name: string, format = 'CSV'): Encoding {
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (mark) return { label: mark.label, markBytes: mark.bytes.length };
  if (/^utf-?16/i.test(wanted)) return { label: knownLabel(wanted), markBytes: 0 };
  if (head.includes(0)) throw notText(head, name, format);
  if (wanted !== 'auto') return { label: knownLabel(wanted), markBytes: 0 };
  return { label: isUtf8(whole ? head : wholeCharacters(head)) ? 'utf-8' : 'windows-1252', markBytes: 0 };
}

function knownLabel(wanted: string): string {
  try {
    return new TextDecoder(wanted).encoding;
  } catch (cause) {
    throw new AppError('settings', 'encodingUnknown', {
      message: `There is no encoding "${wanted}". Choose one of the list.`,
      where: { path: ['encoding'] },
      cause,
    });
  }
}

/** Without the bytes of a character that the end of the buffer may cut. */
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > bytes.length - 4 && end > 0 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  return end > 0 && bytes[end - 1]! >= 0xc0 ? bytes.subarray(0, end - 1) : bytes;
}

function notText(head: Buffer, name: string, format: string): AppError {
  const isZip = head.toString('latin1', 0, 4) === 'PK\u0003\u0004';
  return new AppError('settings', 'fileNotText', {
    message: isZip ? `${name} is not a ${format} file: it looks like an Excel workbook or a ZIP archive.` : `${name} is not text: it has zero bytes in it.`,
    hint: isZip ? `Save it as ${format} first, or read it with Read Excel.` : `Choose a ${format} file. If it is UTF-16 without a byte order mark, set the encoding.`,
  });
}
