import { AppError } from '../../kit/errors.ts';

/** What DuckDB says, as an error of the query, with the place its caret points to. */
export function duckError(thrown: unknown, what: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (text.startsWith('INTERRUPT')) return new AppError('cancelled', 'cancelled', { message: 'The run was cancelled.', cause: thrown });
  const [said = ''] = text.replace(/^Failed to extract statements: /, '').split('\n\n');
  const sentence = said.replace(/^[A-Z][A-Za-z ]*Error: /, '').replaceAll(/\s+/g, ' ').trim();
  if (/Out of Memory/i.test(text)) {
    return new AppError('settings', 'sqlMemory', {
      message: `The query needs more memory than the run may use: ${sentence}`,
      hint: 'Give the run more memory, or drop columns and rows that are not needed before this node.',
      where: { path: ['query'] },
      cause: thrown,
    });
  }
  return new AppError('settings', 'sqlRefused', { message: `${what}${placeOf(text)}: ${sentence}`, where: { path: ['query'] }, cause: thrown });
}

/** `LINE 2: select …` and a caret under the place: ` at line 2, column 8`. */
function placeOf(text: string): string {
  const found = /^LINE (\d+): .*\n( *)\^/m.exec(text);
  if (!found) return '';
  const lead = `LINE ${found[1]}: `.length;
  return ` at line ${found[1]}, column ${found[2]!.length - lead + 1}`;
}
