import type { OrgContext } from '../org.ts';
import { isLongText, type Field, isText, type ObjectType } from '../schema/objectType.ts';
import { plainQuery } from '../query/plainQuery.ts';
import { queryContextOf } from '../query/queryContextOf.ts';
import { rowsOf } from '../query/rowsOf.ts';
import { type ApiRecord, shapeRecord } from '../query/shapeRecords.ts';
import { compileQuery } from '../soql/compileQuery.ts';
import { objectNamed } from '../soql/scope.ts';
import { withQueryText } from '../soql/soqlFault.ts';
import { malformedSearch } from './parseTerms.ts';
import { parseSearch } from './parseSearch.ts';
import type { SearchGroup } from './search.ts';

/** Runs SOSL. @throws OrgError `MALFORMED_SEARCH`, and what SOQL throws for the parts that are SOQL */
export function runSearch(org: OrgContext, sosl: string, { base, userId }: { readonly base: string; readonly userId: string }): { searchRecords: ApiRecord[] } {
  return withQueryText(sosl, () => {
    const search = parseSearch(sosl);
    const context = queryContextOf(org, userId);
    const returning = search.returning.length > 0 ? search.returning : context.schema.objects.filter(isSearchable).map(({ name }) => plainQuery(name, ['Id']));
    const searchRecords: ApiRecord[] = [];
    for (const query of returning) {
      const object = objectNamed(context.schema, query.from);
      if (!isSearchable(object)) throw malformedSearch(`entity type ${object.name} does not support search`);
      const left = search.limit - searchRecords.length;
      if (left <= 0) break;
      const names = object.columns.filter((field) => object.byName.has(field.name) && isIn(field, search.fields)).map(({ name }) => name);
      if (names.length === 0) continue;
      const compiled = compileQuery(query, { ...context, all: false, atMost: left, search: { terms: JSON.stringify(search.terms), columns: names } });
      if (compiled.result !== 'records' || compiled.children.length > 0) throw malformedSearch('A search returns fields of records only.');
      searchRecords.push(...rowsOf(org, compiled).map((row) => shapeRecord(compiled.shape, row, base, [])));
    }
    return { searchRecords };
  });
}

function isSearchable(object: ObjectType): boolean {
  return object.writable && object.nameField !== undefined;
}

function isIn(field: Field, group: SearchGroup): boolean {
  if (group === 'NAME' || group === 'SIDEBAR') return field.nameField || (field.compound === 'Name' && isText(field));
  if (group === 'EMAIL') return field.type === 'email';
  if (group === 'PHONE') return field.type === 'phone';
  return isText(field) && !isLongText(field) && field.type !== 'picklist' && field.type !== 'multipicklist';
}
