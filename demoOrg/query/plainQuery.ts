import type { Query } from '../soql/query.ts';

/** What has no text of its own points here in errors. */
const place = { row: 1, column: 1 };

/** SELECT these fields FROM this object, without anything more: what the org asks itself. */
export function plainQuery(object: string, fields: readonly string[]): Query {
  return {
    select: fields.map((name) => ({ kind: 'value', operand: { kind: 'path', parts: [name], place }, alias: undefined })),
    from: { name: object, alias: undefined, place },
    scope: undefined,
    where: undefined,
    groupBy: [],
    grouping: 'plain',
    having: undefined,
    orderBy: [],
    limit: undefined,
    offset: undefined,
    offsetPlace: undefined,
  };
}
