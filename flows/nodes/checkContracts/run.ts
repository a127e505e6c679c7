import { selectRows, type Batch } from '../../kit/batch.ts';
import { copyText } from '../../kit/copyText.ts';
import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns, throwProblem } from '../../kit/findColumns.ts';
import { checkMemory, entryBytes } from '../../kit/memory.ts';
import { rowKey, type Key } from '../../kit/rowKey.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { checkContract, definition, listValues, parentsPort, type Contract } from './definition.ts';

/** A contract bound to the columns that came. */
interface Bound {
  /** What the value breaks, as people read it; undefined when it holds. */
  breaks(batch: Batch, row: number): string | undefined;
}

/** Tries every contract on every row. A rejected row names all the contracts it breaks; how many rows broke one that lets them pass is logged at the end. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { contracts, isLoose } = context.settings;
    const known = contracts.map(() => new Set<Key>());
    const told = contracts.map(() => ({ rows: 0, first: '' }));
    let bytes = 0;
    let parents: Schema | undefined;
    let parentKeys: readonly (readonly [index: number, keyOf: (batch: Batch, row: number) => Key | null])[] = [];
    let bound: Schema | undefined;
    let checks: readonly Bound[] = [];

    function keep(index: number, key: Key): void {
      known[index]!.add(typeof key === 'string' ? copyText(key) : key);
      bytes += entryBytes + (typeof key === 'string' ? key.length : 0);
    }

    function learn(batch: Batch): void {
      if (batch.schema !== parents) {
        parents = batch.schema;
        parentKeys = contracts.flatMap(({ must, of }, index) => {
          if (must !== 'hasParent') return [];
          const [at] = findColumns(batch.schema, [of], () => ['contracts', index, 'of']);
          return [[index, rowKey(batch.schema, [at!], { isLoose, blankWhen: 'any' })] as const];
        });
      }
      for (const [index, keyOf] of parentKeys) {
        for (const row of batch.rows) {
          const key = keyOf(batch, row);
          if (key !== null && !known[index]!.has(key)) keep(index, key);
        }
      }
      checkMemory(context, bytes);
      context.drop(batch.rows.length, 'Read as parents');
    }

    function bind(contract: Contract, schema: Schema, index: number): Bound {
      throwProblem(checkContract(contract, [schema, parents], index)[0]);
      const { column, must, of } = contract;
      const [at] = findColumns(schema, [column], () => ['contracts', index, 'column']) as [number];
      const { name, type } = schema[at]!;
      const keyOf = rowKey(schema, [at], { isLoose, blankWhen: 'any' });
      const list = must === 'inList' ? new Set(listValues(of).map((value) => (isLoose ? value.toLowerCase().replace(/\s+/g, ' ') : value))) : undefined;
      const say = (batch: Batch, row: number): string => `${name} is "${formatCell(type, batch.columns[at]!.value(row))}"`;
      const breaks: Bound['breaks'] = (batch, row) => {
        const key = keyOf(batch, row);
        if (key === null) return must === 'filled' ? `${name} is blank.` : undefined;
        if (must === 'inList') return list!.has(type === 'text' ? String(key) : formatCell(type, key)) ? undefined : `${say(batch, row)}, which is not one of ${listValues(of).join(', ')}.`;
        if (must === 'hasParent') return known[index]!.has(key) ? undefined : `${say(batch, row)}, and no parent row has that in ${of}.`;
        if (must !== 'unique') return undefined;
        if (known[index]!.has(key)) return `${say(batch, row)}, and an earlier row has that too.`;
        keep(index, key);
        return undefined;
      };
      return { breaks };
    }

    function errorOf(batch: Batch, row: number): AppError | undefined {
      const broken: string[] = [];
      for (const [index, { breaks }] of checks.entries()) {
        const why = breaks(batch, row);
        if (why === undefined) continue;
        if (contracts[index]!.severity === 'reject') broken.push(why);
        else if (++told[index]!.rows === 1) told[index]!.first = why;
      }
      return broken.length === 0 ? undefined : new AppError('row', 'contractBroken', { message: broken.join(' ') });
    }

    return {
      process(batch, out, port) {
        if (port === parentsPort.name) return learn(batch);
        if (batch.schema !== bound) {
          checks = contracts.map((contract, index) => bind(contract, batch.schema, index));
          bound = batch.schema;
        }
        const kept = batch.rows.filter((row) => {
          const error = errorOf(batch, row);
          if (error) context.reject(batch, row, error);
          return error === undefined;
        });
        checkMemory(context, bytes);
        return out.emit(kept.length === batch.rows.length ? batch : selectRows(batch, kept));
      },
      finish() {
        for (const { rows, first } of told) if (rows > 0) context.log('warning', `${rows} ${rows === 1 ? 'row breaks' : 'rows break'} a contract, such as: ${first}`);
      },
    };
  },
});
