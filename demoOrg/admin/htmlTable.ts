import { escapeHtml } from '../http/escapeHtml.ts';
import { type Field, isNumber } from '../schema/objectType.ts';

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** A table on a sheet. Cells are HTML that is escaped already. */
export function htmlTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const tag = (name: string, column: Column | undefined, content: string): string =>
    `<${name}${column?.isNumber ? ' class="number"' : ''}>${content}</${name}>`;
  const head = columns.map((column) => tag('th', column, escapeHtml(column.title))).join('');
  const body = rows.map((row) => `<tr>${row.map((cell, index) => tag('td', columns[index], cell)).join('')}</tr>`).join('');
  return `<div class="sheet"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

export function columnOf(field: Field): Column {
  return { title: field.label, isNumber: isNumber(field) };
}
