const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checkCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The id of record number `n` of an object: its three-character prefix, the number in base 62, three check characters. */
export function recordId(keyPrefix: string, n: number): string {
  let tail = '';
  for (let rest = n; rest > 0; rest = Math.floor(rest / 62)) tail = digits[rest % 62]! + tail;
  return withChecksum(keyPrefix + tail.padStart(12, '0'));
}

/**
 * The 18-character form of an id, or undefined where the text is not an id.
 * 15 characters distinguish case; the last three of 18 say which of the 15 are capitals, so an 18-character id whose case was lost is restored.
 */
export function normalId(text: string): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(text)) return undefined;
  if (text.length === 15) return withChecksum(text);
  return text.length === 18 ? restoreCase(text) : undefined;
}

function withChecksum(id15: string): string {
  let check = '';
  for (let chunk = 0; chunk < 15; chunk += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(chunk + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    check += checkCharacters[bits]!;
  }
  return id15 + check;
}

function restoreCase(id18: string): string | undefined {
  const check = id18.slice(15).toUpperCase();
  let id15 = '';
  for (let i = 0; i < 15; i++) {
    const bits = checkCharacters.indexOf(check[Math.floor(i / 5)]!);
    if (bits < 0) return undefined;
    const isCapital = (bits >> (i % 5)) & 1;
    id15 += isCapital ? id18[i]!.toUpperCase() : id18[i]!.toLowerCase();
  }
  return withChecksum(id15) === id15 + check ? id15 + check : undefined;
}
