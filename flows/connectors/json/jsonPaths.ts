import type { Choice } from '../../kit/defineRun.ts';
import { openInput } from '../files/inputFile.ts';
import { isObject } from './recordShape.ts';

const headBytes = 4 * 1024 * 1024;
const deepest = 4;

/** The paths to arrays of objects in a JSON file of up to 4 MiB, or those that can be seen in its first bytes. */
export async function jsonPaths(path: string): Promise<Choice[]> {
  const input = await openInput(path);
  try {
    const bytes = Buffer.alloc(headBytes);
    const reader = input.reader();
    let length = 0;
    for (let read = -1; read !== 0 && length < headBytes; length += read) read = await reader.read(bytes, length, headBytes - length);
    const text = bytes.toString('utf8', 0, length).replace(/^\uFEFF/, '');
    const found: Choice[] = [];
    visit(parse(text), [], found);
    return found;
  } finally {
    await input.close();
  }
}

function visit(value: unknown, keys: readonly string[], found: Choice[]): void {
  if (keys.length > deepest) return;
  if (Array.isArray(value) && value.some(isObject) && keys.length > 0) found.push({ value: keys.join('.'), label: keys.join('.'), detail: `${value.length} records` });
  else if (isObject(value)) for (const [key, inner] of Object.entries(value)) visit(inner, [...keys, key], found);
}

/** The value; of a text that is cut off, what can be seen of it: the text up to its last whole record, with the open brackets closed. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const open: string[] = [];
    let whole: { readonly end: number; readonly open: string } | undefined;
    for (let at = 0, isText = false; at < text.length; at++) {
      const sign = text[at];
      if (isText) {
        if (sign === '\\') at++;
        else if (sign === '"') isText = false;
      } else if (sign === '"') isText = true;
      else if (sign === '{') open.push('}');
      else if (sign === '[') open.push(']');
      else if (sign === '}' || sign === ']') {
        open.pop();
        whole = { end: at + 1, open: open.toReversed().join('') };
      }
    }
    try {
      return whole && JSON.parse(text.slice(0, whole.end) + whole.open);
    } catch {
      return undefined;
    }
  }
}
