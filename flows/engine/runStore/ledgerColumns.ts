import type { FieldChange } from '../../kit/change.ts';
import type { LedgerEntry, LedgerOutcome, NewEntry } from '../trust/ledgerEntry.ts';
import { printOf } from '../trust/prints.ts';

/** One value for all rows, numbers that count up from the first row, or one value for each; null stands for none. Where all have none, it is absent. */
type Packed = { readonly all: unknown } | { readonly from: number } | { readonly each: readonly unknown[] };

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

/** How each property is read: a function for each is quick, where one for all of them looks the name up each time. */
type Readers<T> = Readonly<Record<string, (row: T) => unknown>>;

const entryReaders = {
  action: ({ action }) => action,
  key: ({ key }) => key,
  print: ({ print }) => print,
  keyPrint: ({ keyPrint }) => keyPrint,
  source: ({ source }) => source,
  ordinal: ({ ordinal }) => ordinal,
  id: ({ id }) => id,
  stamp: ({ stamp }) => stamp,
  isFinal: ({ isFinal }) => isFinal,
  isBlind: ({ isBlind }) => isBlind,
  reason: ({ reason }) => reason,
  conflicts: ({ conflicts }) => conflicts,
  ifRestored: ({ ifRestored }) => ifRestored,
} satisfies Readers<NewEntry>;

const outcomeReaders = {
  state: (outcome) => outcome?.state,
  id: (outcome) => outcome?.id,
  code: (outcome) => outcome?.code,
  message: (outcome) => outcome?.message,
} satisfies Readers<LedgerOutcome | undefined>;

/**
 * Entries by property, as a ledger keeps them: a third of the text that a list of objects takes, and of the time to write, pack and seal it.
 * No value of an entry is null but those of its fields, so null can stand for none.
 */
export function entryColumns(entries: readonly NewEntry[]): EntryColumns {
  const shapes: string[][] = [];
  const shapeOf = new Map<string, number>();
  const shape: number[] = [];
  const after: unknown[] = [];
  let [hasBefore, hasRestore] = [false, false];
  let last: number | undefined;
  for (const { fields } of entries) {
    if (last === undefined || !hasNames(fields, shapes[last]!)) {
      const names = fields.map(({ name }) => name);
      const text = names.join('\n');
      last = shapeOf.get(text) ?? shapes.push(names) - 1;
      shapeOf.set(text, last);
    }
    shape.push(last);
    for (const field of fields) {
      after.push(field.after);
      hasBefore ||= field.before !== null;
      hasRestore ||= field.restore !== undefined;
    }
  }
  const fields = hasBefore || hasRestore ? entries.flatMap((entry) => entry.fields) : [];
  return {
    count: entries.length,
    properties: properties(entries, entryReaders),
    shapes,
    shape: packed(shape, (index) => index)!,
    before: packed(fields, (field) => field.before) ?? { all: null },
    after,
    ...(hasRestore ? { restore: packed(fields, (field) => field.restore)! } : {}),
  };
}

function hasNames(fields: readonly FieldChange[], names: readonly string[]): boolean {
  if (fields.length !== names.length) return false;
  for (let at = 0; at < names.length; at++) if (fields[at]!.name !== names[at]) return false;
  return true;
}

/** What `entryColumns` made, each with its print; or what older ledgers keep: a list of entries, or where a row came from in one text. */
export function entriesOf(kept: unknown): LedgerEntry[] {
  if (Array.isArray(kept)) return (kept as OldEntry[]).map(whole);
  const { count, properties: given, shapes, shape, before, after, restore } = kept as EntryColumns;
  const entries = unpacked<Omit<OldEntry, 'fields'>>(count, given);
  let at = 0;
  return entries.map((entry, row): LedgerEntry => {
    const fields = shapes[valueAt(shape, row) as number]!.map((name): FieldChange => {
      const saved = restore && valueAt(restore, at);
      const field = { name, before: valueAt(before, at) as FieldChange['before'], after: after[at] as FieldChange['after'] };
      at++;
      return saved ? { ...field, restore: saved as NonNullable<FieldChange['restore']> } : field;
    });
    return whole({ ...entry, fields });
  });
}

/** `origin`: `source:ordinal`. */
type OldEntry = NewEntry & { readonly origin?: string };

function whole({ origin, ...entry }: OldEntry): LedgerEntry {
  const { print = printOf(entry.key, entry.fields) } = entry;
  if (origin === undefined) return { ...entry, print };
  const colon = origin.lastIndexOf(':');
  return { ...entry, print, source: origin.slice(0, colon), ordinal: Number(origin.slice(colon + 1)) };
}

export function outcomeColumns(outcomes: readonly (LedgerOutcome | undefined)[]): OutcomeColumns {
  return { count: outcomes.length, properties: properties(outcomes, outcomeReaders) };
}

/** What `outcomeColumns` made, or a list as older ledgers keep them. One without a state is not known. */
export function outcomesOf(kept: unknown): (LedgerOutcome | undefined)[] {
  if (Array.isArray(kept)) return (kept as (LedgerOutcome | null)[]).map((outcome) => outcome ?? undefined);
  const { count, properties: given } = kept as OutcomeColumns;
  return unpacked<Partial<LedgerOutcome>>(count, given).map((outcome) => (outcome.state === undefined ? undefined : (outcome as LedgerOutcome)));
}

function properties<T>(rows: readonly T[], readers: Readers<T>): Record<string, Packed> {
  const found: Record<string, Packed> = {};
  for (const [name, read] of Object.entries(readers)) {
    const column = packed(rows, read);
    if (column) found[name] = column;
  }
  return found;
}

/** A list of the values is made only where they differ: most columns of a ledger are alike all through, and rows come mostly in their order. */
function packed<T>(items: readonly T[], valueOf: (item: T) => unknown): Packed | undefined {
  const first = items.length === 0 ? undefined : valueOf(items[0]!);
  if (items.every((item) => valueOf(item) === first)) return first === undefined || first === null ? undefined : { all: first };
  if (typeof first === 'number' && items.every((item, at) => valueOf(item) === first + at)) return { from: first };
  return { each: items.map(valueOf) };
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
  if ('all' in column) return column.all;
  return 'from' in column ? column.from + row : (column.each[row] ?? null);
}
