/** The column delimiters of the Bulk API by their names. */
export const delimiters = { COMMA: ',', SEMICOLON: ';', TAB: '\t', PIPE: '|', CARET: '^', BACKQUOTE: '`' } as const;
export type Delimiter = keyof typeof delimiters;

export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;
export type LineEnding = keyof typeof lineEndings;

/** The CSV of one job. */
export interface CsvFormat {
  readonly delimiter: Delimiter;
  readonly lineEnding: LineEnding;
}

/** The data cannot be read as the job says. `message` is what the job's `errorMessage` becomes. */
export class CsvFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CsvFault';
  }
}

/** A record as the org writes it: every cell in quotes. */
export function csvLine(cells: readonly string[], { delimiter, lineEnding }: CsvFormat): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) line += (i === 0 ? '' : delimiters[delimiter]) + quotedCell(cells[i]!);
  return line + lineEndings[lineEnding];
}

export function quotedCell(text: string): string {
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`;
}
