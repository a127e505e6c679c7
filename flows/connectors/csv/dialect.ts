/** How the cells of a CSV file are written. Both are one ASCII character; a blank quote means that nothing is quoted. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
}

/** The delimiters that people meet, in the order in which a tie between them is decided. */
export const delimiters = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

/** Two blocks of the same name may copy each other's bytes: their cells are quoted alike and their text is UTF-8. */
export function dialectName(dialect: Dialect): string {
  return `csv ${dialect.delimiter} ${dialect.quote}`;
}

/** The byte of a one-character ASCII text, or -1, which is no byte. */
export function byteOf(character: string): number {
  return character === '' ? -1 : character.charCodeAt(0);
}
