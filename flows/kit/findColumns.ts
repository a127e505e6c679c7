import { AppError, closest } from './errors.ts';
import type { SettingProblem } from './defineNode.ts';
import { findColumn } from './formula/columns.ts';
import type { Schema } from './schema.ts';

type Path = readonly (string | number)[];

/** What is wrong with a column that a setting names: it is blank, or not there. Nothing while the columns are not known. */
export function checkColumn(schema: Schema | undefined, name: string, path: Path): SettingProblem[] {
  if (name.trim() === '') return [{ code: 'columnBlank', severity: 'error', message: 'No column is named here.', hint: 'Pick one, or take the entry out.', path }];
  if (schema === undefined || findColumn(schema, name) >= 0) return [];
  const names = schema.map((column) => column.name);
  const near = closest(name, names);
  const shown = names.length > 30 ? `${names.slice(0, 30).join(', ')} and ${names.length - 30} more` : names.join(', ');
  const message = `There is no column "${name}" in the incoming rows. ${names.length === 0 ? 'There are none.' : `Columns: ${shown}.`}`;
  return [{ code: 'columnUnknown', severity: 'error', message, path, hint: near === undefined ? 'Pick one of them.' : `Did you mean "${near}"?` }];
}

/** The positions of the columns that a setting names. Throws kind `settings` for the first that is not there. */
export function findColumns(schema: Schema, names: readonly string[], pathOf: (index: number) => Path): number[] {
  return names.map((name, index) => {
    throwProblem(checkColumn(schema, name, pathOf(index))[0]);
    return findColumn(schema, name);
  });
}

/** Ends a run with a problem that the check could not see, since the columns were not known. */
export function throwProblem(problem: SettingProblem | undefined): void {
  if (problem === undefined) return;
  const { code, message, hint, path } = problem;
  throw new AppError('settings', code, { message, ...(hint === undefined ? {} : { hint }), where: { path } });
}

/** A name that is not taken yet: the name itself, else with a number behind it. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name} ${count}`;
  return free;
}
