import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ColumnType } from '../schema.ts';
import { suggestMapping, type MappingColumn, type MappingField } from './suggestMapping.ts';

/** Tables beside this file: no cell has a comma, samples and values are parted by bars. */
function rows(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(path.join(import.meta.dirname, 'accuracy', file), 'utf8').trim().split('\n');
  const names = head!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index]!, cell])));
}

const bars = (cell: string): string[] => (cell === '' ? [] : cell.split('|'));

const fields = Object.groupBy(rows('fields.csv'), ({ object }) => object!);
const files = Object.groupBy(rows('pairs.csv'), ({ file }) => file!);

/** What came of every header: the field it was given, and the one a person would have chosen (blank: none). */
const results = Object.values(files).flatMap((pairs) => {
  const object = pairs![0]!['object']!;
  const columns = pairs!.map(({ header, type, samples }): MappingColumn => ({ name: header!, type: type as ColumnType, samples: bars(samples!) }));
  const targets = fields[object]!.map(({ name, label, kind, type, values }): MappingField => ({ name: name!, label: label!, kind: kind!, type: type as ColumnType, values: bars(values!) }));
  const suggested = new Map(suggestMapping(columns, targets, object).map((one) => [one.column, one]));
  return pairs!.map(({ file, header, field }) => ({ file: file!, header: header!, wanted: field!, given: suggested.get(header!)?.field ?? '', score: suggested.get(header!)?.score ?? 0 }));
});

test('suggestions for 300 headers of real-looking files are right, and hardly any is missing', () => {
  const suggested = results.filter(({ given }) => given !== '');
  const right = suggested.filter(({ given, wanted }) => given === wanted);
  const mappable = results.filter(({ wanted }) => wanted !== '');
  const precision = right.length / suggested.length;
  const recall = right.length / mappable.length;
  const sure = suggested.filter(({ score }) => score >= 0.85);
  const surePrecision = sure.filter(({ given, wanted }) => given === wanted).length / sure.length;
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  console.log(
    `${results.length} headers of ${Object.keys(files).length} files, ${mappable.length} with a field: precision ${percent(precision)} (${percent(surePrecision)} of the sure ones), recall ${percent(recall)}.`,
  );
  for (const { file, header, wanted, given, score } of results.filter((one) => one.given !== one.wanted)) {
    console.log(`  ${file}: ${header} → ${given || 'nothing'}${given ? ` (${score.toFixed(2)})` : ''}, wanted ${wanted || 'nothing'}`);
  }
  expect(results.length).toBeGreaterThanOrEqual(200);
  expect(precision).toBeGreaterThanOrEqual(0.96);
  expect(recall).toBeGreaterThanOrEqual(0.93);
});
