import type { FieldChange } from '../../kit/change.ts';
import type { LedgerEntry, LedgerOutcome } from '../trust/ledgerEntry.ts';

/** One value for all rows, or one for each; null stands for none. Where all have none, it is absent. */
type Packed = { readonly all: unknown } | { readonly each: readonly unknown[] };

interface EntryColumns {
  readonly count: number;
  readonly properties: Readonly<Record<string, Packed>>;
  /** Lists of field names, and of each entry which list is its own. */
  readonly shapes: readonly (readonly string[])[];
  readonly shape: Packed;
  /** Values of all fields of all entries, one after the other. */
  readonly before: Packed;
  readonly after: readonly unknown[];
  readonly restore?: Packed;
}

interface OutcomeColumns {
  readonly count: number;
  readonly properties: Readonly<Record<string, Packed>>;
}

const entryProperties = ['action', 'key', 'print', 'keyPrint', 'origin', 'id', 'stamp', 'isFinal', 'isBlind', 'reason', 'conflicts', 'ifRestored'] as const satisfies readonly (keyof LedgerEntry)[];
const outcomeProperties = ['state', 'id', 'code', 'message'] as const satisfies readonly (keyof LedgerOutcome)[];

/**
 * Entries by property, as a ledger keeps them: a third of the text that a list of objects takes, and of the time to write, pack and seal it.
 * No value of an entry is null but those of its fields, so null can stand for none.
 */
export function entryColumns(entries: readonly LedgerEntry[]): EntryColumns {
  const shapes: string[][] = [];
  const shapeOf = new Map<string, number>();
  let last: number | undefined;
  const shape = entries.map((entry) => {
    if (last !== undefined && hasFields(entry, shapes[last]!)) return last;
    const names = entry.fields.map(({ name }) => name);
    const text = names.join('\n');
    last = shapeOf.get(text) ?? shapes.push(names) - 1;
    shapeOf.set(text, last);
    return last;
  });
  const fields = entries.flatMap((entry) => entry.fields);
  const restore = packed(fields, (field) => field.restore);
  return {
    count: entries.length,
    properties: properties(entries, entryProperties),
    shapes,
    shape: packed(shape, (index) => index)!,
    before: packed(fields, (field) => field.before) ?? { all: null },
    after: fields.map((field) => field.after),
    ...(restore ? { restore } : {}),
  };
}

function hasFields({ fields }: LedgerEntry, names: readonly string[]): boolean {
  if (fields.length !== names.length) return false;
  for (let at = 0; at < names.length; at++) if (fields[at]!.name !== names[at]) return false;
  return true;
}

/** What `entryColumns` made; or a list of entries, as older ledgers keep them. */
export function entriesOf(kept: unknown): LedgerEntry[] {
  if (Array.isArray(kept)) return kept as LedgerEntry[];
  const { count, properties: given, shapes, shape, before, after, restore } = kept as EntryColumns;
  const entries = unpacked<Omit<LedgerEntry, 'fields'>>(count, given);
  let at = 0;
  return entries.map((entry, row): LedgerEntry => {
    const fields = shapes[valueAt(shape, row) as number]!.map((name): FieldChange => {
      const saved = restore && valueAt(restore, at);
      const field = { name, before: valueAt(before, at) as FieldChange['before'], after: after[at] as FieldChange['after'] };
      at++;
      return saved ? { ...field, restore: saved as NonNullable<FieldChange['restore']> } : field;
    });
    return { ...entry, fields };
  });
}

export function outcomeColumns(outcomes: readonly (LedgerOutcome | undefined)[]): OutcomeColumns {
  return { count: outcomes.length, properties: properties(outcomes, outcomeProperties) };
}

/** What `outcomeColumns` made, or a list as older ledgers keep them. One without a state is not known. */
export function outcomesOf(kept: unknown): (LedgerOutcome | undefined)[] {
  if (Array.isArray(kept)) return (kept as (LedgerOutcome | null)[]).map((outcome) => outcome ?? undefined);
  const { count, properties: given } = kept as OutcomeColumns;
  return unpacked<Partial<LedgerOutcome>>(count, given).map((outcome) => (outcome.state === undefined ? undefined : (outcome as LedgerOutcome)));
}

function properties<T extends object>(rows: readonly (T | undefined)[], names: readonly (keyof T & string)[]): Record<string, Packed> {
  const found: Record<string, Packed> = {};
  for (const name of names) {
    const column = packed(rows, (row) => row?.[name]);
    if (column) found[name] = column;
  }
  return found;
}

/** A list of the values is made only where they differ: most columns of a ledger are alike all through. */
function packed<T>(items: readonly T[], valueOf: (item: T) => unknown): Packed | undefined {
  const first = items.length === 0 ? undefined : valueOf(items[0]!);
  if (!items.every((item) => valueOf(item) === first)) return { each: items.map(valueOf) };
  return first === undefined || first === null ? undefined : { all: first };
}

function unpacked<T extends object>(count: number, given: Readonly<Record<string, Packed>>): T[] {
  const columns = Object.entries(given);
  return Array.from({ length: count }, (_, row) => {
    const object: Record<string, unknown> = {};
    for (const [name, column] of columns) {
      const value = valueAt(column, row);
      if (value !== null) object[name] = value;
    }
    return object as T;
  });
}

function valueAt(column: Packed, row: number): unknown {
  return 'all' in column ? column.all : (column.each[row] ?? null);
}
