import { parseQuery } from '@jetstreamapp/soql-parser-js';

/** The fields that one query names, as paths from its object: `Account.Owner.Name`. */
export interface NamedFields {
  /** The object, or of the children of a record the name of their relationship, on the way from `parent`. */
  readonly object: string;
  readonly parent?: string;
  readonly paths: readonly string[];
}

/** A part of a parsed query, of any kind: what of all kinds names a field or leads to one that does. */
interface Part {
  readonly type?: string;
  readonly field?: string;
  /** Of a field behind relationships: the whole path. */
  readonly rawValue?: string;
  readonly relationships?: readonly string[];
  readonly alias?: string;
  readonly functionName?: string;
  readonly parameters?: readonly (string | Part)[];
  readonly fn?: Part;
  readonly left?: Part | null;
  readonly right?: Part;
  readonly subquery?: Part;
  readonly valueQuery?: Part;
  readonly sObject?: string;
  readonly relationshipName?: string;
  readonly fields?: readonly Part[];
  readonly where?: Part;
  readonly having?: Part;
  readonly groupBy?: Part | readonly Part[];
  readonly orderBy?: Part | readonly Part[];
}

/**
 * Every field that a SOQL query names, wherever: SELECT, WHERE, GROUP BY, HAVING and ORDER BY, of its sub-queries and semi-joins too, each as an
 * entry of its own. Undefined where the text is no query that can be read; the org then says what is wrong.
 */
export function namedFields(soql: string): NamedFields[] | undefined {
  let parsed: unknown;
  try {
    parsed = parseQuery(soql, { allowApexBindVariables: true });
  } catch {
    return undefined;
  }
  return fieldsOf(parsed as Part, undefined);
}

function fieldsOf(query: Part, parent: string | undefined): NamedFields[] {
  const { sObject = '', relationshipName = sObject, fields = [], where, groupBy, having, orderBy } = query;
  const paths = new Set<string>();
  const inner: NamedFields[] = [];
  const aliases = new Set(fields.map(({ alias }) => alias));
  const take = (path: string): void => {
    // A number or a text among the parameters of a function is no field, and an alias names what stands before.
    if (/^[A-Za-z]\w*(\.\w+)*$/.test(path) && !aliases.has(path)) paths.add(path);
  };
  const visit = (part: Part | readonly Part[] | null | undefined): void => {
    if (part === null || part === undefined) return;
    if (isList(part)) return part.forEach(visit);
    const { type, field, rawValue, relationships, subquery, valueQuery, parameters = [], functionName = '', left, right, fn } = part;
    if (subquery) inner.push(...fieldsOf(subquery, relationshipName));
    if (field !== undefined) take(relationships ? (rawValue ?? [...relationships, field].join('.')) : field);
    if (valueQuery) inner.push(...fieldsOf(valueQuery, undefined));
    // FIELDS(ALL) names no field. What a record may point to is not known here, so the fields of TYPEOF are left to the org.
    for (const one of /^fields$/i.test(functionName) ? [] : parameters) {
      if (typeof one === 'string') take(one);
      else visit(one);
    }
    if (type !== 'FieldTypeof') [left, right, fn].forEach(visit);
  };
  [fields, where, groupBy, having, orderBy].forEach(visit);
  return [{ object: relationshipName, ...(parent === undefined ? {} : { parent }), paths: [...paths] }, ...inner];
}

function isList(part: Part | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}
