import { AppError } from '../kit/errors.ts';

/** JSON with the lines its values begin on. */
export interface ParsedJson {
  readonly value: unknown;
  /** The 1-based line of the value at a path, of its nearest ancestor where the path goes further than the text. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Parses JSON (RFC 8259) and remembers where everything stands. Stricter than JSON.parse in one thing: a name twice in one object
 * is a fault, since one of the two would be lost. Throws kind `settings`, code `jsonSyntax`, with line and column in the message.
 */
export function parseJson(text: string): ParsedJson {
  const lines = new Map<string, number>();
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let lineStart = at;

  const fault = (message: string, hint?: string): AppError => {
    const column = at - lineStart + 1;
    return new AppError('settings', 'jsonSyntax', { message: `Line ${line}, column ${column}: ${message}`, where: { line }, data: { column }, ...(hint ? { hint } : {}) });
  };
  const found = (): string => (at >= text.length ? 'the text ends here' : `here stands ${JSON.stringify(text[at])}`);
  const skipBlanks = (): void => {
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10) {
        line++;
        lineStart = at + 1;
      } else if (code !== 32 && code !== 9 && code !== 13) return;
    }
  };
  const expectValue = (path: readonly (string | number)[]): unknown => {
    skipBlanks();
    lines.set(keyOf(path), line);
    const char = text[at];
    if (char === '{') return readObject(path);
    if (char === '[') return readArray(path);
    if (char === '"') return readString();
    return readWord();
  };
  const readObject = (path: readonly (string | number)[]): unknown => {
    const object: Record<string, unknown> = {};
    at++;
    for (let first = true; ; first = false) {
      skipBlanks();
      if (text[at] === '}' && first) break;
      if (text[at] !== '"') throw fault(`a name in double quotes must stand here; ${found()}.`, text[at] === '}' ? 'Take the comma before it away.' : undefined);
      const name = readString();
      if (name === '__proto__') throw fault('the name "__proto__" cannot be used.');
      if (Object.hasOwn(object, name)) throw fault(`the name "${name}" stands here for the second time.`, 'Keep one of the two.');
      skipBlanks();
      if (text[at] !== ':') throw fault(`a colon must follow the name "${name}"; ${found()}.`);
      at++;
      object[name] = expectValue([...path, name]);
      skipBlanks();
      if (text[at] === '}') break;
      if (text[at] !== ',') throw fault(`a comma or "}" must follow the value of "${name}"; ${found()}.`);
      at++;
    }
    at++;
    return object;
  };
  const readArray = (path: readonly (string | number)[]): unknown => {
    const array: unknown[] = [];
    at++;
    for (;;) {
      skipBlanks();
      if (text[at] === ']') {
        if (array.length > 0) throw fault('a value must follow the comma; the list ends here.', 'Take the comma before it away.');
        break;
      }
      array.push(expectValue([...path, array.length]));
      skipBlanks();
      if (text[at] === ']') break;
      if (text[at] !== ',') throw fault(`a comma or "]" must follow entry ${array.length}; ${found()}.`);
      at++;
      skipBlanks();
      if (text[at] === ']') continue;
    }
    at++;
    return array;
  };
  const readString = (): string => {
    const start = at;
    for (at++; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 34) break;
      if (code === 92) at++;
      else if (code < 32) throw fault('a text ends on the line it begins on.', code === 10 ? 'Write \\n for a line break, or close the quote.' : undefined);
    }
    if (at >= text.length) throw fault('a text is not closed: its last double quote is missing.');
    at++;
    const source = text.slice(start, at);
    if (!source.includes('\\')) return source.slice(1, -1);
    try {
      return JSON.parse(source) as string;
    } catch {
      at = start;
      throw fault(`the text ${source} has a backslash that means nothing.`, 'Write \\\\ for a backslash.');
    }
  };
  const readWord = (): unknown => {
    const word = /[-+.\w]*/y;
    word.lastIndex = at;
    const source = word.exec(text)![0];
    if (source === 'true') return (at += 4), true;
    if (source === 'false') return (at += 5), false;
    if (source === 'null') return (at += 4), null;
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(source)) return (at += source.length), Number(source);
    if (/^(<{7}|={7}|>{7})/.test(text.slice(lineStart, at + 7))) throw fault('this line is the mark of a merge that was not finished.', 'Settle the conflict first.');
    throw fault(source ? `"${source}" is no value; texts stand in double quotes.` : `a value must stand here; ${found()}.`);
  };

  const value = expectValue([]);
  skipBlanks();
  if (at < text.length) throw fault(`the text must end after its value; ${found()}.`);
  return {
    value,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const known = lines.get(keyOf(path.slice(0, length)));
        if (known !== undefined) return known;
      }
      return lines.get('')!;
    },
  };
}

function keyOf(path: readonly (string | number)[]): string {
  return path.join('\n');
}
