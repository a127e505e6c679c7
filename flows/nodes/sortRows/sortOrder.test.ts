import { describe, expect, it } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import { HeldRows } from '../../kit/heldRows.ts';
import type { Cell, ColumnType } from '../../kit/schema.ts';
import { seededRandom } from '../../kit/seededRandom.ts';
import { compareRows } from './compareRows.ts';
import { sortOrder } from './sortOrder.ts';

function held(type: ColumnType, cells: readonly Cell[]): HeldRows {
  const rows = new HeldRows([{ name: 'Key', type }]);
  rows.add(batchFromRows(rows.schema, cells.map((cell) => [cell]), { source: 'list', ordinal: 0 }));
  rows.seal();
  return rows;
}

const ascending = { column: 0, isDescending: false, blanksFirst: false };
const random = seededRandom(3);
const letter = (): string => String.fromCodePoint([65, 97, 122, 233, 254, 255, 305, 20013][Math.floor(random() * 8)]!);

describe('the order of a sort', () => {
  it.each([20, 30_000])('is that of a plain stable sort, for texts of %i different ones in any script', async (different) => {
    const words = Array.from({ length: different }, () => Array.from({ length: 1 + Math.floor(random() * 9) }, letter).join(''));
    const cells = Array.from({ length: 30_000 }, (_, index) => (index % 50 === 0 ? null : words[Math.floor(random() * different)]!));
    for (const isDescending of [false, true]) {
      const rows = held('text', cells);
      const order = await sortOrder(rows.count, compareRows(rows, [{ ...ascending, isDescending }], false), () => undefined);
      const plain = (a: number, b: number): number => {
        const [x, y] = [cells[a]!, cells[b]!];
        if (x === y) return 0;
        if (x === null || y === null) return x === null ? 1 : -1;
        return x < y === isDescending ? 1 : -1;
      };
      expect([...order]).toEqual(Array.from(cells.keys()).sort(plain));
    }
  });

  it('puts blanks on the side that is wanted, whatever the direction', async () => {
    const rows = held('number', [2, null, -1, 3]);
    const sorted = async (isDescending: boolean, blanksFirst: boolean) =>
      Array.from(await sortOrder(4, compareRows(rows, [{ column: 0, isDescending, blanksFirst }], false), () => undefined), (row) => rows.value(0, row));
    expect(await sorted(false, false)).toEqual([-1, 2, 3, null]);
    expect(await sorted(true, false)).toEqual([3, 2, -1, null]);
    expect(await sorted(false, true)).toEqual([null, -1, 2, 3]);
    expect(await sorted(true, true)).toEqual([null, 3, 2, -1]);
  });

  it('pauses between runs and merges', async () => {
    let pauses = 0;
    await sortOrder(20_000, () => 0, () => void pauses++);
    expect(pauses).toBeGreaterThan(5);
  });
});
