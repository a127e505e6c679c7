import { readXml } from './readXml.ts';
import type { Workbook } from './workbook.ts';

/**
 * The texts that cells of a workbook share. They must be in memory, since cells name them by number.
 * @param hold told from time to time how many bytes they take; may throw
 */
export async function readSharedStrings({ zip, name, stringsPart }: Workbook, hold: (bytes: number) => void): Promise<readonly string[]> {
  const strings: string[] = [];
  if (stringsPart === undefined) return strings;
  let text = '';
  let isText = false;
  let phonetic = 0;
  let bytes = 0;
  const reading = readXml(zip.read(stringsPart), name, {
    open(tag) {
      if (tag === 'si') text = '';
      if (tag === 'rPh') phonetic++;
      isText = tag === 't' && phonetic === 0;
    },
    text(piece) {
      if (isText) text += piece;
    },
    close(tag) {
      isText = false;
      if (tag === 'rPh') phonetic--;
      if (tag !== 'si') return;
      strings.push(unescaped(text));
      bytes += 24 + text.length * 2;
    },
  });
  for await (const _ of reading) hold(bytes);
  return strings;
}

/** Signs that XML does not allow are written `_x0007_` (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}
