import { describe, expect, it } from 'vitest';
import { batchFromRows } from '../../kit/batch.ts';
import type { Cell, ColumnType } from '../../kit/schema.ts';
import { seededRandom } from '../../kit/seededRandom.ts';
import { SortKeys, type SortKey } from './sortKeys.ts';
import { sortOrder } from './sortOrder.ts';

function keysOf(types: readonly ColumnType[], cells: readonly (readonly Cell[])[], keys: readonly SortKey[], ignoreCase = false): SortKeys {
  const { schema, columns, rows } = batchFromRows(types.map((type, at) => ({ name: `Key ${at}`, type })), cells, { source: 'list', ordinal: 0 });
  const made = new SortKeys(schema, keys, ignoreCase);
  made.add(columns, rows);
  return made;
}

const ascending: SortKey = { column: 0, isDescending: false, blanksFirst: false };
const random = seededRandom(3);
const letter = (): string => String.fromCodePoint([0, 65, 97, 122, 233, 254, 255, 305, 20013, 0xd7ff, 0xe000, 0xfffd, 0x1f600][Math.floor(random() * 13)]!);

describe('the order of a sort', () => {
  it.each([20, 30_000])('is that of a plain stable sort, for texts of %i different ones in any script', async (different) => {
    const words = Array.from({ length: different }, () => Array.from({ length: 1 + Math.floor(random() * 9) }, letter).join(''));
    const cells = Array.from({ length: 30_000 }, (_, index) => (index % 50 === 0 ? null : words[Math.floor(random() * different)]!));
    for (const isDescending of [false, true]) {
      const order = await sortOrder(keysOf(['text'], cells.map((cell) => [cell]), [{ ...ascending, isDescending }]), () => undefined);
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
    const cells = [2, null, -1, 3];
    const sorted = async (isDescending: boolean, blanksFirst: boolean) =>
      Array.from(await sortOrder(keysOf(['number'], cells.map((cell) => [cell]), [{ column: 0, isDescending, blanksFirst }]), () => undefined), (row) => cells[row]);
    expect(await sorted(false, false)).toEqual([-1, 2, 3, null]);
    expect(await sorted(true, false)).toEqual([3, 2, -1, null]);
    expect(await sorted(false, true)).toEqual([null, -1, 2, 3]);
    expect(await sorted(true, true)).toEqual([null, 3, 2, -1]);
  });

  it('is that of a plain stable sort, for several keys and numbers of every size', async () => {
    const numbers = [0, -0, 1, -1, 1.5, 1e300, -1e300, 5e-324, 2 ** 40, 2 ** 40 + 1, -(2 ** 40) - 0.5, 1e15 + 1, 1e15 + 2, null];
    const cells = Array.from({ length: 20_000 }, () => [numbers[Math.floor(random() * numbers.length)]!, `${'same '.repeat(Math.floor(random() * 4))}${letter()}${letter()}`] as const);
    const order = await sortOrder(keysOf(['number', 'text'], cells, [{ ...ascending, isDescending: true }, { ...ascending, column: 1 }]), () => undefined);
    const plain = (a: number, b: number): number => {
      const [[x, s], [y, t]] = [cells[a]!, cells[b]!];
      if (x !== y) return x === null ? 1 : y === null ? -1 : y - x;
      return s === t ? 0 : s < t ? -1 : 1;
    };
    expect([...order]).toEqual(Array.from(cells.keys()).sort(plain));
  });

  it('of texts that begin alike for long is found too', async () => {
    const cells = Array.from({ length: 5000 }, () => `${'https://example.org/'.repeat(3)}${Math.floor(random() * 900)}`);
    const all = [...cells, ...Array.from({ length: 11_000 }, (_, index) => `different ${index}`)];
    const order = await sortOrder(keysOf(['text'], all.map((cell) => [cell]), [ascending]), () => undefined);
    const sorted = Array.from(order, (row) => all[row]!);
    expect(sorted).toEqual([...sorted].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(order).size).toBe(all.length);
  });

  it('does not tell capitals from other letters where that is wanted', async () => {
    const cells = ['b', 'Ä', 'B', 'ä', 'a', null, 'A'];
    expect(Array.from(await sortOrder(keysOf(['text'], cells.map((cell) => [cell]), [ascending], true), () => undefined), (row) => cells[row])).toEqual(['a', 'A', 'b', 'B', 'Ä', 'ä', null]);
  });

  it('lets the engine hear a cancel', async () => {
    let pauses = 0;
    await sortOrder(keysOf(['number'], Array.from({ length: 150_000 }, () => [random()]), [ascending]), () => void pauses++);
    expect(pauses).toBeGreaterThan(0);
  });
});
