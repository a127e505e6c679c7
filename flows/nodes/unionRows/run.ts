import { columnIndex, withColumns, type Batch } from '../../kit/batch.ts';
import { ConstantColumn, type Column } from '../../kit/column.ts';
import { defineTransform, type Output } from '../../kit/defineRun.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import { checkMemory } from '../../kit/memory.ts';
import { formatCell, type ColumnSpec, type Schema } from '../../kit/schema.ts';
import { heldBatches } from '../../kit/heldBatches.ts';
import { definition } from './definition.ts';
import { missingOf, unionSchema, type Union } from './unionSchema.ts';

/**
 * Passes batches on as they come, with the columns of all inputs. These are known when each input has sent its first batch; what came
 * before is kept until then, and leaves in the order of the inputs. An input that ends without one has no columns to add.
 */
export const run = defineTransform(definition, {
  open: (context) => {
    const ports = definition.ports(context.settings).in;
    const firsts = new Map<string, Schema>();
    const kept = new Map<string, { readonly rows: HeldRows; readonly source: string }>();
    let union: Union | undefined;

    /** The union is known: tells how the inputs differ, and lets go what was kept. */
    async function begin(out: Output): Promise<void> {
      const known = (union = unionSchema(ports.flatMap(({ name }) => (firsts.has(name) ? [firsts.get(name)!] : []))));
      for (const { name, title } of ports) {
        const missing = firsts.has(name) ? missingOf(firsts.get(name)!, known) : undefined;
        if (missing !== undefined) context.log('warning', `"${title}" does not have these columns, they are blank: ${missing}.`);
      }
      for (const { name, types } of known.clashes) context.log('warning', `The column "${name}" has different types, it becomes text: ${types.join(', ')}.`);
      for (const { name } of ports) {
        const first = kept.get(name);
        first?.rows.seal();
        for (const batch of first ? heldBatches(first.rows, first.source) : []) {
          await out.emit(fitted(batch, known.schema));
          await context.pause();
        }
      }
      kept.clear();
    }

    return {
      process(batch, out, port) {
        if (union) return out.emit(fitted(batch, union.schema));
        if (!firsts.has(port)) firsts.set(port, batch.schema);
        if (!kept.has(port)) kept.set(port, { rows: new HeldRows(batch.schema), source: batch.origin.source });
        kept.get(port)!.rows.add(batch);
        checkMemory(context, [...kept.values()].reduce((sum, { rows }) => sum + rows.bytes, 0));
        return firsts.size === ports.length ? begin(out) : undefined;
      },
      finish: (out) => (union ? undefined : begin(out)),
    };
  },
});

function fitted(batch: Batch, schema: Schema): Batch {
  return withColumns(batch, schema, schema.map((column) => fittedColumn(batch, column)));
}

function fittedColumn(batch: Batch, { name, type }: ColumnSpec): Column {
  const found = batch.columns[columnIndex(batch.schema, name)];
  if (!found) return new ConstantColumn(type, null);
  return found.type === type ? found : { type, value: (row) => formatCell(found.type, found.value(row)) || null };
}
