import type { Database } from '../database.ts';
import type { RuleSeed } from '../seed/seedFormat.ts';
import type { ObjectType } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';
import { compileQuery } from '../soql/compileQuery.ts';
import { parseQuery } from '../soql/parseQuery.ts';

/** Gives the first rule that the stored record violates; undefined where the object has no rules. A rule's condition is SOQL, so it may look at parents. */
export function ruleCheck(database: Database, schema: Schema, object: ObjectType): ((id: string) => RuleSeed | undefined) | undefined {
  if (object.rules.length === 0) return undefined;
  const checks = object.rules.map((rule) => {
    const query = parseQuery(`SELECT Id FROM ${object.name} WHERE Id = '000000000000000AAA' AND (${rule.when})`);
    const { sql, parameters } = compileQuery(query, { schema, all: true, now: new Date(0), timeZone: 'UTC' });
    const idParameter = Object.keys(parameters).find((name) => parameters[name] === '000000000000000AAA')!;
    return { rule, sql, parameters, idParameter };
  });
  return (id) => checks.find(({ sql, parameters, idParameter }) => database.get(sql, { ...parameters, [idParameter]: id }) !== undefined)?.rule;
}
