/** How a CSV file is to be read. */
export interface CsvOptions {
  /** One ASCII character, or `auto`: found from the first 64 KiB. */
  readonly delimiter: string;
  /** One ASCII character, or blank: nothing is quoted. */
  readonly quote: string;
  /** A label of the WHATWG Encoding Standard, or `auto`: a byte order mark, else UTF-8 where the first 64 KiB are, else windows-1252. */
  readonly encoding: string;
  /** Whether the first row has the names; else they are Column 1, Column 2 … */
  readonly header: boolean;
  /** Lines before the header (or the first row) that are not part of the table. */
  readonly skipLines: number;
  /** What to do with rows that have more or fewer fields than the header: reject them, or fill with blanks and cut. */
  readonly onFieldCount: 'reject' | 'fill';
}

export const defaultCsvOptions: CsvOptions = { delimiter: 'auto', quote: '"', encoding: 'auto', header: true, skipLines: 0, onFieldCount: 'reject' };
