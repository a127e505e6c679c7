import type { Database } from '../database.ts';
import { formulaRule, type WrittenRecord } from '../formula/formulaRule.ts';
import { FormulaError } from '../formula/formulaValue.ts';
import type { RuleSeed } from '../seed/seedFormat.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { compileQuery } from '../soql/compileQuery.ts';
import { parseQuery } from '../soql/parseQuery.ts';
import { fault } from './outcome.ts';

/** Gives the first rule that the stored record violates. @throws RecordFault where a rule cannot be worked out for the record */
type RuleCheck = (written: WrittenRecord) => RuleSeed | undefined;
type Violates = (written: WrittenRecord) => boolean;

const anyId = '000000000000000AAA';

/** Undefined where the object has no rules. @throws Error that names the rule that cannot be understood */
export function ruleCheck(database: Database, schema: Schema, object: ObjectType): RuleCheck | undefined {
  if (object.rules.length === 0) return undefined;
  const checks = object.rules.map((rule) => ({ rule, violates: understood(rule, object, () => violation(database, schema, object, rule)) }));
  return (written) => checks.find(({ rule, violates }) => isViolated(rule, () => violates(written)))?.rule;
}

function isViolated({ name }: RuleSeed, violates: () => boolean): boolean {
  try {
    return violates();
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    throw fault('FIELD_CUSTOM_VALIDATION_EXCEPTION', `Validation Formula "${name}" Invalid (${error.message})`);
  }
}

function understood(rule: RuleSeed, object: ObjectType, compile: () => Violates): Violates {
  try {
    return compile();
  } catch (error) {
    throw new Error(`The rule ${rule.name} of ${object.name} cannot be understood: ${(error as Error).message}.`, { cause: error });
  }
}

function violation(database: Database, schema: Schema, object: ObjectType, { when, formula }: RuleSeed): Violates {
  if (formula !== undefined && when === undefined) return formulaRule(database, schema, object, formula);
  if (when === undefined || formula !== undefined) throw new Error('it needs "formula" or, for a SOQL condition, "when"');
  return soqlRule(database, schema, object, when);
}

/** A condition in SOQL. */
function soqlRule(database: Database, schema: Schema, object: ObjectType, when: string): Violates {
  const query = parseQuery(`SELECT Id FROM ${object.name} WHERE Id = '${anyId}' AND (${when})`);
  const compile = (now: Date): ReturnType<typeof compileQuery> => compileQuery(query, { schema, all: true, now, timeZone: 'UTC' });
  const always = compile(new Date(0));
  // A date literal means another day tomorrow.
  const isDated = /\b(TODAY|YESTERDAY|TOMORROW|(LAST|THIS|NEXT|N)_\w+)\b/i.test(when);
  return ({ id, moment }) => {
    const { sql, parameters } = isDated ? compile(new Date(moment.replace('+0000', 'Z'))) : always;
    const idParameter = Object.keys(parameters).find((name) => parameters[name] === anyId)!;
    return database.get(sql, { ...parameters, [idParameter]: id }) !== undefined;
  };
}
