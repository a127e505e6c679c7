import type { Database } from '../database.ts';
import { type ObjectType, quoted } from '../schema/objectType.ts';
import type { Schema } from '../schema/schema.ts';

/** Fields that count or sum what the children of a record hold. */
export interface RollUps {
  /** Whether anything is counted of this object. */
  counts(child: ObjectType): boolean;
  /** Counts anew in the parents of these children. */
  ofChildren(child: ObjectType, ids: readonly string[]): void;
  /** Counts anew in these parents, which children have just left. */
  ofParents(child: ObjectType, parents: readonly string[]): void;
}

interface Counted {
  /** `UPDATE … SET field = (SELECT sum(…) …)`, still without its WHERE. */
  readonly update: string;
  readonly parentsOf: string;
}

export function rollUps(database: Database, schema: Schema): RollUps {
  const byChild = new Map<string, Counted[]>();
  for (const parent of schema.objects) {
    for (const field of parent.columns) {
      if (!field.rollUp) continue;
      const { of, function: summary, field: summed } = field.rollUp;
      const [child = '', reference = ''] = of.split('.');
      const value = summary === 'count' ? 'count(*)' : `${summary}(c.${quoted(summed ?? '')})`;
      const total = summary === 'sum' ? `coalesce(${value}, 0)` : value;
      const children = `SELECT ${total} FROM ${quoted(child)} AS c WHERE c.${quoted(reference)} = ${quoted(parent.name)}."Id" AND c."IsDeleted" = 0`;
      const counted = {
        update: `UPDATE ${quoted(parent.name)} SET ${quoted(field.name)} = (${children})`,
        parentsOf: `SELECT ${quoted(reference)} FROM ${quoted(child)} WHERE "Id" IN (SELECT value FROM json_each(:list))`,
      };
      byChild.set(child, [...(byChild.get(child) ?? []), counted]);
    }
  }
  return {
    counts: (child) => byChild.has(child.name),
    ofChildren(child, ids) {
      for (const { update, parentsOf } of byChild.get(child.name) ?? []) database.run(`${update} WHERE "Id" IN (${parentsOf})`, { list: JSON.stringify(ids) });
    },
    ofParents(child, parents) {
      for (const { update } of byChild.get(child.name) ?? [])
        database.run(`${update} WHERE "Id" IN (SELECT value FROM json_each(:list))`, { list: JSON.stringify(parents) });
    },
  };
}
