import path from 'node:path';
import type { FlowDocument } from '../flows/model/document.ts';
import { printWorkload } from './table.ts';
import { sluiceRun, type Bench } from './workload.ts';

/** W1 over so many rows that nothing can hold them, made up as they are read; one in a thousand goes to the file, so that the disk is not what is measured. */
export function printLong(bench: Bench): void {
  const line = (rows: number) => ({ name: `Sluice, ${rows.toLocaleString('en')} rows`, rows, ...sluiceRun(bench, `long-${rows}`, longFlow(rows, path.join(bench.folder, 'long.csv'))) });
  printWorkload({ title: 'W1 over made-up contacts: the memory must be the same', contenders: [line(1_000_000), line(100_000_000)] }, 1, bench.folder);
}

function longFlow(rows: number, target: string): FlowDocument {
  const columns = [
    { column: 'FullName', formula: 'FirstName & " " & LastName' },
    { column: 'PhoneNorm', formula: 'PHONEDIGITS(Phone)' },
    { column: 'AmountAdj', formula: 'ROUND(VALUE(MID(Key, 5, 20)) * 1.1, 2)' },
  ];
  return {
    sluice: 1,
    name: 'W1, long',
    parameters: {},
    nodes: {
      people: { type: 'generateRows', version: 1, settings: { of: 'contacts', rows } },
      valid: { type: 'filterRows', version: 1, settings: { condition: 'REGEX(Email, "[^\\\\s@]+@[^\\\\s@]+\\\\.[^\\\\s@]+")' } },
      derive: { type: 'mapColumns', version: 1, settings: { columns } },
      some: { type: 'filterRows', version: 1, settings: { condition: 'RIGHT(Key, 3) = "000"' } },
      out: { type: 'csvWrite', version: 1, settings: { file: target } },
    },
    edges: [
      { from: 'people.out', to: 'valid.in' },
      { from: 'valid.out', to: 'derive.in' },
      { from: 'derive.out', to: 'some.in' },
      { from: 'some.out', to: 'out.in' },
    ],
    layout: {},
  };
}
