import { selectRows, type Batch } from '../../kit/batch.ts';
import { defineTransform, type Output } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { findColumns } from '../../kit/findColumns.ts';
import { rowKey } from '../../kit/rowKey.ts';
import type { Schema } from '../../kit/schema.ts';
import { bindContract, type BoundContract } from './boundContract.ts';
import { definition, parentsPort } from './definition.ts';
import { OtherRows } from './otherRows.ts';

/** Tries every contract on every row. A rejected row names all the contracts it breaks; how many rows broke one that lets them pass is logged at the end. */
export const run = defineTransform(definition, {
  open: (context) => {
    const { contracts, isLoose } = context.settings;
    const told = contracts.map(() => ({ rows: 0, first: '' }));
    const others = new OtherRows(context, new Map(contracts.flatMap(({ must }, index) => (must === 'unique' || must === 'hasParent' ? [[index, must] as const] : []))));
    let parents: Schema | undefined;
    let bound: Schema | undefined;
    let checks: readonly BoundContract[] = [];

    function learn(batch: Batch): void | Promise<void> {
      parents = batch.schema;
      for (const [index, { must, of }] of contracts.entries()) {
        if (must !== 'hasParent') continue;
        const [at] = findColumns(batch.schema, [of], () => ['contracts', index, 'of']);
        const keyOf = rowKey(batch.schema, [at!], { isLoose, blankWhen: 'any' });
        others.learn(index, Array.from(batch.rows, (row) => keyOf(batch, row)));
      }
      context.drop(batch.rows.length, 'Read as parents');
      return others.makeRoom();
    }

    function bind(schema: Schema): void {
      if (schema === bound) return;
      checks = contracts.map((contract, index) => bindContract(contract, schema, parents, isLoose, index));
      bound = schema;
    }

    /** Passes on the rows that hold all contracts. `isBroken` says whether other rows break one. */
    function judge(batch: Batch, out: Output, isBroken: (index: number, row: number) => boolean): void | Promise<void> {
      const kept = batch.rows.filter((row) => {
        const broken: string[] = [];
        for (const [index, { breaks, say }] of checks.entries()) {
          const why = breaks(batch, row) ?? (isBroken(index, row) ? say(batch, row) : undefined);
          if (why === undefined) continue;
          if (contracts[index]!.severity === 'reject') broken.push(why);
          else if (++told[index]!.rows === 1) told[index]!.first = why;
        }
        if (broken.length > 0) context.reject(batch, row, new AppError('row', 'contractBroken', { message: broken.join(' ') }));
        return broken.length === 0;
      });
      return out.emit(kept.length === batch.rows.length ? batch : selectRows(batch, kept));
    }

    return {
      async process(batch, out, port) {
        if (port === parentsPort.name) return learn(batch);
        bind(batch.schema);
        if (others.isFull) {
          // The columns go ahead of the rows.
          if (!others.waiting) await out.emit(selectRows(batch, new Int32Array(0)));
          return others.putOff(batch, new Map(checks.map(({ keyOf }, index) => [index, keyOf])));
        }
        await judge(batch, out, (index, row) => others.isBroken(index, checks[index]!.keyOf(batch, row)));
        await others.makeRoom();
      },
      async finish(out) {
        if (others.waiting) {
          await others.judge();
          let first = 0;
          for await (const batch of others.waiting.batches(context.node)) {
            bind(batch.schema);
            const from = first;
            first += batch.rowCount;
            await judge(batch, out, (index, row) => others.hasBroken(index, from + row));
            await context.pause();
          }
          others.waiting.close();
        }
        for (const { rows, first } of told) if (rows > 0) context.log('warning', `${rows} ${rows === 1 ? 'row breaks' : 'rows break'} a contract, such as: ${first}`);
      },
    };
  },
});
