/** ASN.1 values in their distinguished encoding (ITU-T X.690): as much of it as a certificate needs. */
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** A value of any kind: its tag, its length, its content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 128) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([128 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const setOf = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
export const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);
export const truth = (value: boolean): Buffer => der(0x01, Buffer.from([value ? 0xff : 0]));
export const text = (value: string): Buffer => der(0x0c, utf8(value));
/** A whole number, given by its bytes, the first of them below 128. */
export const whole = (...bytes: readonly number[]): Buffer => der(0x02, Buffer.from(bytes));
/** A value tagged by its place. */
export const tagged = (place: number, content: Uint8Array): Buffer => der(0xa0 | place, content);

/** `2.5.29.17` */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const groups = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(128 | (left % 128));
  return groups;
}

/** `20261122171500Z` */
export function moment(date: Date): Buffer {
  return der(0x18, utf8(`${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`));
}
