import { batchFromRows, makeBatch, withColumns, type Batch } from '../../kit/batch.ts';
import { ValueColumn } from '../../kit/column.ts';
import { copyText } from '../../kit/copyText.ts';
import type { NodeContext, TransformWork } from '../../kit/defineRun.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { checkMemory } from '../../kit/memory.ts';
import { formatCell, type Cell, type Schema } from '../../kit/schema.ts';
import { fuzzySchema, type definition } from './definition.ts';
import { findDuplicates, scoreOf, type Compared } from './findDuplicates.ts';
import { normalised } from './normalKeys.ts';
import { levenshtein, makeJaroWinkler } from './similarity.ts';
import { survivorOf, type Survivor } from './survivor.ts';

type Context = NodeContext<ReturnType<typeof definition.settings.parse>>;

/** Keeps all rows and the texts that are compared, and puts those that are alike into groups when all have come. They leave in the order in which they came. */
export function fuzzyDuplicates(context: Context): TransformWork {
  const { compare, method, threshold, duplicates } = context.settings;
  const columns = compare.map(({ as }) => ({ as, texts: [] as string[] }));
  let held: HeldRows | undefined;
  let bound: Schema | undefined;
  let places: readonly number[] = [];
  let bytes = 0;

  function take(batch: Batch): void {
    for (const [index, { as, texts }] of columns.entries()) {
      const column = batch.columns[places[index]!]!;
      for (const row of batch.rows) {
        const value = column.value(row);
        const text = value === null ? '' : copyText(normalised(typeof value === 'string' ? value : formatCell(column.type, value), as));
        texts.push(text);
        bytes += 8 + (text === '' ? 0 : 24 + text.length);
      }
    }
  }

  return {
    process(batch, out) {
      const isFirst = held === undefined;
      held ??= new HeldRows(batch.schema);
      if (batch.schema !== bound) {
        places = findColumns(batch.schema, compare.map(({ column }) => column), (index) => ['compare', index, 'column']);
        bound = batch.schema;
      }
      held.add(batch);
      take(batch);
      // Four numbers a row and block keys are made in the end.
      checkMemory(context, held.bytes + bytes + held.count * (16 + 48 * columns.length));
      // The columns go ahead of the rows.
      if (isFirst) return out.emit(batchFromRows(duplicates === 'drop' ? held.schema : fuzzySchema(held.schema), [], { source: context.node, ordinal: 0 }));
    },
    async finish(out) {
      if (!held) return;
      held.seal();
      const compared: Compared = { columns, count: held.count, similarity: method === 'levenshtein' ? levenshtein : makeJaroWinkler(), threshold: threshold / 100 };
      const groups = await findDuplicates(compared, () => context.pause());
      const survivors = survivorsOf(held, groups, context);
      if (duplicates === 'drop') {
        const kept = Int32Array.from({ length: held.count }, (_, row) => row).filter((row) => (survivors.get(groups[row]!)?.row ?? row) === row);
        context.drop(held.count - kept.length, 'Duplicate of a similar row');
        for (const batch of heldBatches(held, context.node, kept)) {
          await out.emit(batch);
          await context.pause();
        }
        return;
      }
      const numbers = new Map([...survivors.keys()].map((group, index) => [group, index + 1]));
      const schema = fuzzySchema(held.schema);
      for (const batch of heldBatches(held, context.node)) {
        const told = Array.from({ length: batch.rowCount }, (_, row) => tell(batch.origin.ordinal + row, groups, survivors, numbers, compared, compare.map(({ column }) => column)));
        const more = schema.slice(held.schema.length).map(({ type }, index) => new ValueColumn(type, told.map((cells) => cells[index]!)));
        await out.emit(withColumns(makeBatch(batch.schema, batch.columns, batch.rowCount, batch.origin), schema, [...batch.columns, ...more]));
        await context.pause();
      }
    },
  };
}

/** The survivor of each group of several rows, by the first row of the group. */
function survivorsOf(held: HeldRows, groups: Int32Array, { settings }: Context): Map<number, Survivor> {
  const members = new Map<number, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row]!;
    if (group === row) continue;
    const known = members.get(group);
    if (known) known.push(row);
    else members.set(group, [group, row]);
  }
  const largestIn = settings.survivor === 'largest' ? findColumns(held.schema, [settings.largest], () => ['largest'])[0]! : -1;
  return new Map([...members].map(([group, rows]) => [group, survivorOf(held, rows, settings.survivor, largestIn)]));
}

/** What is told of a row: its group, whether it survives, how alike it is to the survivor, and why. */
function tell(row: number, groups: Int32Array, survivors: ReadonlyMap<number, Survivor>, numbers: ReadonlyMap<number, number>, compared: Compared, names: readonly string[]): Cell[] {
  const group = groups[row]!;
  const survivor = survivors.get(group);
  if (!survivor) return [null, true, null, null];
  if (survivor.row === row) return [numbers.get(group)!, true, null, survivor.why];
  const percent = (share: number): number => Math.round(share * 1000) / 10;
  const alike = compared.columns.flatMap(({ as, texts }, index) => {
    const [one, other] = [texts[row]!, texts[survivor.row]!];
    if (one === '' || other === '' || as === 'equal') return [];
    const share = one === other ? 1 : as === 'phone' ? 0 : compared.similarity(one, other);
    return [`${names[index]!} ${percent(share)} %`];
  });
  return [numbers.get(group)!, false, percent(scoreOf(compared, row, survivor.row)), alike.join(', ') || 'by way of another row of the group'];
}
