/** `1 row`, `1,190 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** 1,234,567 */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.8 s`, `12 s`, `3 min 05 s` */
export function duration(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Rows of cells as lines with even columns, the first column left, the others right. Trailing blanks are taken away. */
export function evenColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  return rows.map((row) => row.map((cell, column) => pad(cell, widths[column]!, column > 0)).join('  ').trimEnd());
}

/** Letters as a person counts them: an accent of its own takes no room. */
function width(text: string): number {
  return text.match(/\P{M}/gu)?.length ?? 0;
}

function pad(cell: string, room: number, isRight: boolean): string {
  const blanks = ' '.repeat(room - width(cell));
  return isRight ? blanks + cell : cell + blanks;
}

/** A text broken into lines of at most `width` characters, at spaces. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
