import type { MappingEntry } from '../../flows/kit/fields.ts';
import { writeColumn } from '../../flows/kit/formula/columns.ts';
import type { MappingSuggestion } from '../../flows/kit/mapping/suggestMapping.ts';
import type { ColumnType } from '../../flows/kit/schema.ts';

/** A field that can be filled, as the lookup of its system names it. */
export interface TargetField {
  readonly name: string;
  readonly label: string;
  /** The system's own word for its type. */
  readonly kind: string;
  readonly type: ColumnType | undefined;
  readonly isRequired: boolean;
  readonly values: readonly string[];
  /** For a lookup and for each key of its parent: the way to the parent, such as `Account`. One of them is enough. */
  readonly relationship?: string | undefined;
}

/** A mapping as it is being edited: what fills which field, what is suggested, and the fields in the order they are shown. */
export interface MappingDraft {
  readonly entries: readonly MappingEntry[];
  readonly suggestions: ReadonlyMap<string, MappingSuggestion>;
  readonly order: readonly string[];
}

/** Required fields first, then those that are filled or suggested, then the others by label. */
function orderOf(fields: readonly TargetField[], entries: readonly MappingEntry[], suggestions: ReadonlyMap<string, MappingSuggestion>): readonly string[] {
  const filled = new Set(entries.map(({ column }) => column));
  const rank = ({ name, isRequired }: TargetField): number => (isRequired ? 0 : filled.has(name) || suggestions.has(name) ? 1 : 2);
  return fields.toSorted((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label)).map(({ name }) => name);
}

/** The parents that something names already: by Id or by a key. */
export function parentsNamed(fields: readonly TargetField[], filled: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(fields.flatMap(({ name, relationship }) => (relationship !== undefined && filled.has(name) ? [relationship] : [])));
}

/** Fields that a write needs and nothing fills. A lookup is filled by a key of its parent, too. */
export function missingFields(fields: readonly TargetField[], filled: ReadonlySet<string>): readonly TargetField[] {
  const named = parentsNamed(fields, filled);
  return fields.filter(({ name, isRequired, relationship }) => isRequired && !filled.has(name) && !named.has(relationship ?? ''));
}

/** Without a second way to a parent: the surest of them, which come first. */
export function oneWayToEachParent(found: readonly MappingSuggestion[], fields: readonly TargetField[]): readonly MappingSuggestion[] {
  const ways = new Map(fields.map(({ name, relationship }) => [name, relationship]));
  const named = new Set<string>();
  return found.filter(({ field }) => {
    const relationship = ways.get(field);
    if (relationship === undefined) return true;
    const isFirst = !named.has(relationship);
    named.add(relationship);
    return isFirst;
  });
}

export function startDraft(fields: readonly TargetField[], entries: readonly MappingEntry[]): MappingDraft {
  const suggestions = new Map<string, MappingSuggestion>();
  return { entries, suggestions, order: orderOf(fields, entries, suggestions) };
}

/** Shows suggestions beside fields that nothing fills. */
export function withSuggestions(draft: MappingDraft, fields: readonly TargetField[], found: readonly MappingSuggestion[]): MappingDraft {
  const suggestions = new Map(found.map((one) => [one.field, one]));
  return { ...draft, suggestions, order: orderOf(fields, draft.entries, suggestions) };
}

/** Fills a field by a formula; undefined: nothing fills it. Its suggestion is answered by that. */
export function fill(draft: MappingDraft, field: string, formula: string | undefined): MappingDraft {
  const at = draft.entries.findIndex(({ column }) => column === field);
  const kept = at < 0 ? draft.entries : draft.entries.toSpliced(at, 1);
  const entries = formula === undefined ? kept : kept.toSpliced(at < 0 ? kept.length : at, 0, { column: field, formula });
  return { ...draft, entries, suggestions: without(draft.suggestions, field) };
}

export function accept(draft: MappingDraft, field: string): MappingDraft {
  const suggestion = draft.suggestions.get(field);
  return suggestion ? fill(draft, field, writeColumn(suggestion.column)) : draft;
}

export function reject(draft: MappingDraft, field: string): MappingDraft {
  return { ...draft, suggestions: without(draft.suggestions, field) };
}

export function acceptAll(draft: MappingDraft): MappingDraft {
  return draft.order.reduce(accept, draft);
}

function without(suggestions: ReadonlyMap<string, MappingSuggestion>, field: string): ReadonlyMap<string, MappingSuggestion> {
  const rest = new Map(suggestions);
  rest.delete(field);
  return rest;
}
