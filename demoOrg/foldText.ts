/** Text as Salesforce compares it: without regard to case, in every alphabet. */
export function foldText(text: string): string {
  return text.toLowerCase();
}

const marks = /\p{M}+/gu;
const special: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };

/** Text whose order by code point is that of its letters without accents; the accents decide between equals, after nothing. */
export function sortText(text: string): string {
  const folded = foldText(text);
  const plain = folded.normalize('NFD').replaceAll(marks, '').replaceAll(/[ßæœøđðłþı]/g, (letter) => special[letter]!);
  return `${plain}\u0001${folded}`;
}

export const isAscii = (text: string): boolean => !/[^ -~]/.test(text);
