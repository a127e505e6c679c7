import { withColumns, type Batch } from '../../kit/batch.ts';
import { ConstantColumn, ValueColumn, type Column } from '../../kit/column.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { maskingKeyName } from '../../kit/maskingKey.ts';
import { looseText } from '../../kit/rowKey.ts';
import { formatCell, type Cell, type Schema } from '../../kit/schema.ts';
import { checkMask, definition, type MaskKind } from './definition.ts';
import { pseudonyms } from './pseudonyms.ts';

/** Replaces one column after the other. The key comes from the vault and is in no flow file, event or log. */
export const run = defineTransform(definition, {
  async open(context) {
    const { columns, person } = context.settings;
    const { secrets } = await context.connection(maskingKeyName);
    const fake = pseudonyms(Buffer.from(secrets['key']!.reveal(), 'base64'));
    let bound: Schema | undefined;
    let places: readonly number[] = [];
    let personAt: number | undefined;

    function mask(batch: Batch, at: number, kind: MaskKind): Column {
      const column = batch.columns[at]!;
      if (kind === 'blank') return new ConstantColumn(column.type, null);
      const who = personAt === undefined ? undefined : batch.columns[personAt]!;
      const cells: Cell[] = [];
      cells.length = batch.rowCount;
      for (const row of batch.rows) {
        const value = column.value(row);
        if (value !== null) cells[row] = fake(kind, value, column.type, who ? personOf(who, row) : null);
      }
      return new ValueColumn(column.type, cells);
    }

    return {
      process(batch, out) {
        if (batch.schema !== bound) {
          places = findColumns(batch.schema, columns.map(({ column }) => column), (index) => ['columns', index, 'column']);
          columns.forEach(({ column, as }, index) => throwProblem(checkMask(batch.schema, column, as, index)[0]));
          personAt = person.trim() === '' ? undefined : findColumns(batch.schema, [person], () => ['person'])[0];
          bound = batch.schema;
        }
        const made = [...batch.columns];
        for (const [index, { as }] of columns.entries()) made[places[index]!] = mask(batch, places[index]!, as);
        return out.emit(withColumns(batch, batch.schema, made));
      },
    };
  },
});

/** Who a row is about; null where its cell is blank, so that people without an e-mail do not all become one. */
function personOf(column: Column, row: number): string | null {
  const value = column.value(row);
  return value === null ? null : looseText(formatCell(column.type, value));
}
