import { CsvFault, type CsvFormat, delimiters } from './csvFormat.ts';

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
/** A record may have so many characters in Salesforce; it also bounds what is held of one that never ends. */
const longestRecord = 400_000;

/** Reads CSV (RFC 4180) from text that comes in pieces. A line ending other than the job's is a fault, seen at the first one. */
export interface CsvReader {
  /** The records that are complete now. Blank lines are none. @throws CsvFault after the records before the fault have been given */
  push(text: string): string[][];
  /** The last record, which may lack its line ending. */
  end(): string[][];
}

export function csvReader(format: CsvFormat): CsvReader {
  const delimiter = delimiters[format.delimiter].charCodeAt(0);
  let rest = '';
  let isEndingKnown = false;
  let fault: CsvFault | undefined;

  function read(text: string, isLast: boolean): string[][] {
    if (fault) throw fault;
    const records: string[][] = [];
    try {
      readInto(records, text, isLast);
    } catch (error) {
      if (!(error instanceof CsvFault) || isLast) throw error;
      fault = error;
    }
    return records;
  }

  function readInto(records: string[][], text: string, isLast: boolean): void {
    const { length } = text;
    let start = 0;
    let at = 0;
    let cells: string[] = [];
    for (;;) {
      // After a delimiter at the very end one more cell follows, an empty one.
      if (at >= length && !(isLast && cells.length > 0)) break;
      const end = text.charCodeAt(at) === quote ? closingQuote(text, at, isLast) : cellEnd(text, at);
      if (end < 0 || (end === length && !isLast)) break;
      cells.push(text.charCodeAt(at) === quote ? unquoted(text, at, end) : text.slice(at, end));
      const isBlank = end === start;
      const next = text.charCodeAt(end);
      at = end + 1;
      if (next === delimiter) continue;
      if (next === carriageReturn) {
        if (at === length && !isLast) break;
        if (text.charCodeAt(at) === lineFeed) at++;
      }
      if (!isEndingKnown && end < length) checkEnding(next);
      if (!isBlank) records.push(cells);
      cells = [];
      start = at;
    }
    rest = text.slice(start);
    if (rest.length > longestRecord) throw new CsvFault(`ClientInputError : A record is longer than ${longestRecord} characters, or a quote is never closed.`);
  }

  /** Where an unquoted cell ends. */
  function cellEnd(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === delimiter || code === lineFeed || code === carriageReturn) break;
      if (code === quote) throw unescapedQuote();
    }
    return at;
  }

  /** The place after the quote that closes a cell; -1 where it has not come yet. */
  function closingQuote(text: string, from: number, isLast: boolean): number {
    let at = text.indexOf('"', from + 1);
    while (at >= 0 && text.charCodeAt(at + 1) === quote) at = text.indexOf('"', at + 2);
    if (at < 0 && isLast) throw unescapedQuote();
    if (at < 0 || (at + 1 === text.length && !isLast)) return -1;
    const next = text.charCodeAt(at + 1);
    if (at + 1 < text.length && next !== delimiter && next !== lineFeed && next !== carriageReturn) throw unescapedQuote();
    return at + 1;
  }

  function checkEnding(code: number): void {
    isEndingKnown = true;
    if ((code === carriageReturn) !== (format.lineEnding === 'CRLF'))
      throw new CsvFault(`ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${format.lineEnding}`);
  }

  return { push: (text) => read(rest + text, false), end: () => read(rest, true) };
}

function unquoted(text: string, from: number, end: number): string {
  const inner = text.slice(from + 1, end - 1);
  return inner.includes('"') ? inner.replaceAll('""', '"') : inner;
}

function unescapedQuote(): CsvFault {
  return new CsvFault('ClientInputError : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote');
}
