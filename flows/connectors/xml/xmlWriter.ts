import type { Batch } from '../../kit/batch.ts';
import type { Column } from '../../kit/column.ts';
import { AppError } from '../../kit/errors.ts';
import { formatCell, type Schema } from '../../kit/schema.ts';
import { nestColumns, type NestedColumn } from '../files/nestColumns.ts';
import { TextOutput } from '../files/textOutput.ts';

export interface XmlFormat {
  /** The outermost element, and that of each row. */
  readonly root: string;
  readonly record: string;
  /** Blank cells are left out; else they are empty elements. */
  readonly leavesOutBlanks: boolean;
}

/** An element, or an attribute of the one around it. */
interface Element {
  readonly name: string;
  readonly column: number;
  readonly attributes: readonly Element[];
  readonly inner: readonly Element[];
}

/** Writes batches as XML in UTF-8, a record a line: `Address.City` is an element in another, `@id` an attribute. */
export class XmlWriter {
  readonly #output: TextOutput;
  readonly #format: XmlFormat;
  #schema: Schema | undefined;
  #record: Element;
  #isFirst = true;

  private constructor(output: TextOutput, format: XmlFormat) {
    this.#output = output;
    this.#format = format;
    this.#record = { name: elementName(format.record), column: -1, attributes: [], inner: [] };
  }

  /** @param path absolute; one that ends with .gz is packed */
  static async create(path: string, format: XmlFormat): Promise<XmlWriter> {
    return new XmlWriter(await TextOutput.create(path), format);
  }

  async write(batch: Batch): Promise<void> {
    if (batch.schema !== this.#schema) {
      this.#record = elementOf({ name: this.#format.record, column: -1, inner: nestColumns(batch.schema, true) });
      this.#schema = batch.schema;
    }
    for (const row of batch.rows) {
      const full = this.#output.add(`${this.#begin()}${this.#element(this.#record, batch.columns, row)}\n`);
      if (full) await full;
    }
  }

  async finish(): Promise<void> {
    await this.#output.add(`${this.#begin()}</${elementName(this.#format.root)}>\n`);
    await this.#output.finish();
  }

  abort(): Promise<void> {
    return this.#output.abort();
  }

  #begin(): string {
    if (!this.#isFirst) return '';
    this.#isFirst = false;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<${elementName(this.#format.root)}>\n`;
  }

  #element({ name, column, attributes, inner }: Element, columns: readonly Column[], row: number): string {
    let tag = `<${name}`;
    for (const attribute of attributes) {
      const text = textOf(columns[attribute.column]!, row);
      if (text !== '') tag += ` ${attribute.name}="${attributeText(text)}"`;
    }
    let content = column < 0 ? '' : elementText(textOf(columns[column]!, row));
    for (const element of inner) content += this.#element(element, columns, row);
    if (content !== '') return `${tag}>${content}</${name}>`;
    return this.#format.leavesOutBlanks && name !== this.#record.name && tag.length === name.length + 1 ? '' : `${tag}/>`;
  }
}

/** Why a row cannot be written: XML 1.0 has no way to say most control signs. */
export function signNotInXml(batch: Batch, row: number): AppError | undefined {
  for (let index = 0; index < batch.columns.length; index++) {
    const value = batch.columns[index]!.value(row);
    const found = typeof value === 'string' ? notInXml.exec(value) : null;
    if (!found) continue;
    const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return new AppError('row', 'signNotInXml', { message: `${batch.schema[index]!.name} has the sign U+${code} in it, which XML cannot hold.`, hint: 'Remove it before, with SUBSTITUTE() or a Replace values node.' });
  }
  return undefined;
}

// oxlint-disable-next-line no-control-regex
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function elementOf({ name, column, inner = [] }: NestedColumn): Element {
  // A column `Price` beside `Price.@currency`: the second is an attribute of the first.
  const isAttribute = (one: NestedColumn): boolean => one.inner === undefined && one.name.startsWith('@');
  const owned = new Map<string, NestedColumn[]>();
  for (const one of inner) {
    const at = one.inner === undefined ? one.name.indexOf('.@') : -1;
    if (at > 0) owned.set(one.name.slice(0, at), [...(owned.get(one.name.slice(0, at)) ?? []), { ...one, name: one.name.slice(at + 1) }]);
  }
  const plain = inner.filter((one) => !isAttribute(one) && !(one.inner === undefined && one.name.includes('.@')));
  return {
    name: elementName(name),
    column,
    attributes: inner.filter(isAttribute).map(attributeOf),
    inner: plain.map((one) => {
      const element = elementOf(one);
      return { ...element, attributes: [...element.attributes, ...(owned.get(one.name) ?? []).map(attributeOf)] };
    }),
  };
}

function attributeOf({ name, column }: NestedColumn): Element {
  return { name: elementName(name.slice(1)), column, attributes: [], inner: [] };
}

/** A name that XML allows: `First Name` → `First_Name`. */
export function elementName(name: string): string {
  const allowed = name.trim().replace(/[^\p{L}\p{N}_.-]/gu, '_');
  return /^[\p{L}_]/u.test(allowed) ? allowed : `_${allowed}`;
}

function textOf(column: Column, row: number): string {
  const value = column.value(row);
  return typeof value === 'string' ? value : formatCell(column.type, value);
}

function elementText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;') : text;
}

function attributeText(text: string): string {
  return elementText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
