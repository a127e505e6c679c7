import type { Database, SqlRow } from '../database.ts';
import type { StoredValue } from '../records/readField.ts';
import { fieldOf, type ObjectType, quoted } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { newStatement, openScope } from '../soql/scope.ts';
import { zonedToday } from '../soql/zone.ts';
import { checkFormula, evaluateFormula } from './evaluateFormula.ts';
import { type FormulaValue, formulaValue } from './formulaValue.ts';
import { parseFormula } from './parseFormula.ts';

/** Who writes which record when; `before` is what the record held, by column. */
export interface WrittenRecord {
  readonly id: string;
  readonly before: readonly StoredValue[] | undefined;
  readonly userId: string;
  readonly moment: string;
}

type ReadFields = (id: string) => ReadonlyMap<string, FormulaValue>;

/** Tells whether a formula is true of a record that has just been stored. @throws Error where the formula cannot be understood */
export function formulaRule(database: Database, schema: Schema, object: ObjectType, text: string): (written: WrittenRecord) => boolean {
  const formula = parseFormula(text);
  const paths = [...new Set(checkFormula(formula))];
  const unknown = paths.find((path) => path.startsWith('$') && !/^\$(User|Profile|RecordType)\./i.test(path));
  if (unknown !== undefined) throw new Error(`there is no ${unknown.split('.')[0]!} in the demo org`);
  const isOfUser = (path: string): boolean => /^\$(User|Profile)\./i.test(path);
  const readRecord = fieldReader(database, schema, object, paths.filter((path) => !isOfUser(path)), (path) => path.replace(/^\$/, ''));
  const ofUser = paths.filter(isOfUser);
  const readUser = ofUser.length === 0 ? undefined : fieldReader(database, schema, schema.at('User'), ofUser, (path) => path.replace(/^\$User\./i, '').replace(/^\$/, ''));
  const readZone = 'SELECT "TimeZoneSidKey" FROM "Organization" LIMIT 1';
  return ({ id, before, userId, moment }) => {
    const values = readRecord(id);
    const ofWriter = readUser?.(userId);
    const now = Date.parse(moment.replace('+0000', 'Z'));
    const value = (path: string): FormulaValue => values.get(path) ?? ofWriter?.get(path) ?? null;
    const prior = (path: string): FormulaValue => {
      const field = fieldOf(object, path);
      return before && field ? formulaValue(field, before[field.column] ?? null) : value(path);
    };
    const [year, month, day] = zonedToday(new Date(now), (database.get(readZone)?.[0] as string | undefined) ?? 'UTC');
    return evaluateFormula(formula, { isNew: before === undefined, now, today: Date.UTC(year, month - 1, day), value, prior }) === true;
  };
}

/** Reads fields of one record, and of its parents, with one statement. */
function fieldReader(database: Database, schema: Schema, object: ObjectType, paths: readonly string[], written: (path: string) => string): ReadFields {
  const scope = openScope(schema, object, undefined, newStatement());
  const resolved = paths.map((path) => scope.resolve({ kind: 'path', parts: written(path).split('.'), place: { row: 1, column: 1 } }));
  const columns = resolved.length === 0 ? ['1'] : resolved.map(({ sql }) => sql);
  const select = `SELECT ${columns.join(', ')} FROM ${quoted(object.name)} AS ${scope.table}${scope.joins()} WHERE ${scope.table}."Id" = :id`;
  return (id) => {
    const row: SqlRow = database.get(select, { id }) ?? [];
    return new Map(paths.map((path, index) => [path, formulaValue(resolved[index]!.field, row[index] as StoredValue)]));
  };
}
