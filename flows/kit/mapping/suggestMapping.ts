import type { Cell, ColumnType } from '../schema.ts';
import { canonicalTokens, nameTokens } from './nameTokens.ts';
import { objectNames, weakWords } from './synonyms.ts';
import { valueFit, type FieldValues } from './valueFit.ts';

/** A column that comes in, with some of its values. */
export interface MappingColumn {
  readonly name: string;
  readonly label?: string | undefined;
  readonly type: ColumnType;
  readonly samples: readonly Cell[];
}

/** A field that can be filled. */
export interface MappingField extends FieldValues {
  readonly name: string;
  readonly label: string;
}

/** Why a column and a field are taken for the same. */
export interface MappingReason {
  /** `name`, `label`: the same but for capitals and signs; `synonym`: other words for the same; `similar`: most words; `values`: only the values speak for it. */
  readonly kind: 'name' | 'label' | 'synonym' | 'similar' | 'values';
  /** The values speak for it too. */
  readonly hasFittingValues: boolean;
}

export interface MappingSuggestion {
  readonly column: string;
  readonly field: string;
  /** 0 to 1: how sure it is. */
  readonly score: number;
  readonly reason: MappingReason;
}

/** Below this nothing is suggested: a wrong suggestion costs more than a missing one. */
const least = 0.7;

/**
 * Which columns fill which fields, most certain first: every column once and every field once at most. Looks at names, labels, words that
 * mean the same, types and sample values; pure and local. `object` is what the fields belong to: its own name in a column ("Lead Status") says nothing.
 */
export function suggestMapping(columns: readonly MappingColumn[], fields: readonly MappingField[], object = ''): readonly MappingSuggestion[] {
  const objectTokens = [...nameTokens(object), ...(objectNames[object] ?? [])];
  const sources = columns.map((column) => ({ column, forms: [column.name, ...(column.label === undefined ? [] : [column.label])].map((name) => formOf(name, objectTokens)) }));
  const targets = fields.map((field) => ({ field, name: formOf(field.name, objectTokens), label: formOf(field.label, objectTokens) }));
  const all: MappingSuggestion[] = [];
  for (const { column, forms } of sources) {
    for (const { field, name, label } of targets) {
      const likeness = best(forms.map((form) => likenessOf(form, name, label)));
      const { fit, isTelling } = valueFit(column.type, column.samples, field);
      const kind = likeness.score < 0.6 && isTelling ? 'values' : likeness.kind;
      const score = kind === 'values' ? 0.72 : Math.min(1, likeness.score * fit + (isTelling && likeness.score >= 0.6 ? 0.05 : 0));
      if (score >= least) all.push({ column: column.name, field: field.name, score, reason: { kind, hasFittingValues: isTelling } });
    }
  }
  return chooseOnce(all);
}

/** A name in the forms it is compared by. */
interface Form {
  /** Letters and digits alone. */
  readonly plain: string;
  readonly canonical: readonly string[];
  /** Without the object's own name; the same as `canonical` where nothing would be left. */
  readonly own: readonly string[];
}

function formOf(name: string, objectTokens: readonly string[]): Form {
  const tokens = nameTokens(name);
  const own = tokens.filter((token) => !objectTokens.includes(token));
  return { plain: tokens.join(''), canonical: canonicalTokens(tokens), own: canonicalTokens(own.length === 0 ? tokens : own) };
}

interface Likeness {
  readonly kind: MappingReason['kind'];
  readonly score: number;
}

function likenessOf(form: Form, name: Form, label: Form): Likeness {
  if (form.plain === name.plain) return { kind: 'name', score: 1 };
  if (form.plain === label.plain) return { kind: 'label', score: 0.97 };
  const targets = [name, label];
  if (targets.some(({ canonical }) => isSame(form.canonical, canonical))) return { kind: 'synonym', score: 0.92 };
  if (targets.some(({ own }) => isSame(form.own, own))) return { kind: 'synonym', score: 0.88 };
  const share = Math.max(...targets.flatMap(({ canonical, own }) => [shareOf(form.canonical, canonical), shareOf(form.own, own)]));
  return { kind: 'similar', score: 0.35 + 0.5 * share };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}

/** How many of the words two names share, weighed: 0 to 1. */
function shareOf(a: readonly string[], b: readonly string[]): number {
  const weight = (tokens: readonly string[]): number => tokens.reduce((sum, token) => sum + (weakWords.has(token) ? 0.25 : 1), 0);
  const common = a.filter((token) => b.includes(token));
  return common.every((token) => weakWords.has(token)) ? 0 : (2 * weight(common)) / (weight(a) + weight(b));
}

function best(likenesses: readonly Likeness[]): Likeness {
  return likenesses.reduce((first, second) => (second.score > first.score ? second : first));
}

/** The surest first, each column and each field once. Ties keep the order of columns and fields, so the answer is always the same. */
function chooseOnce(all: readonly MappingSuggestion[]): readonly MappingSuggestion[] {
  const columns = new Set<string>();
  const fields = new Set<string>();
  return all
    .toSorted((a, b) => b.score - a.score)
    .filter(({ column, field }) => {
      if (columns.has(column) || fields.has(field)) return false;
      columns.add(column);
      fields.add(field);
      return true;
    });
}
