import type { SettingProblem } from '../../kit/defineNode.ts';
import { checkColumn } from '../../kit/findColumns.ts';
import type { Schema } from '../../kit/schema.ts';

/** A text with the names of columns in braces, as its parts: every second one is a column. */
export type ColumnTemplate = readonly string[];

/** Braces around quotes or colons are those of JSON. */
const column = /\{([^{}":]+)\}/;

export function columnTemplate(text: string): ColumnTemplate {
  return text.split(column);
}

export function templateColumns(template: ColumnTemplate): string[] {
  return template.filter((_, index) => index % 2 === 1).map((name) => name.trim());
}

/** The text with a value for each column. */
export function fillTemplate(template: ColumnTemplate, value: (column: number) => string): string {
  return template.map((part, index) => (index % 2 === 0 ? part : value((index - 1) / 2))).join('');
}

/** Columns that are not there. */
export function checkTemplate(text: string, upstream: Schema | undefined, path: SettingProblem['path']): SettingProblem[] {
  return templateColumns(columnTemplate(text)).flatMap((name) => checkColumn(upstream, name, path));
}
