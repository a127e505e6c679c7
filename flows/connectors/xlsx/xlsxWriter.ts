import { basename } from 'node:path';
import { batchFromRows, type Batch } from '../../kit/batch.ts';
import { AppError } from '../../kit/errors.ts';
import type { Schema } from '../../kit/schema.ts';
import { columnName } from './sheetRows.ts';
import { rowText, sheetHead, sheetTail, stylesXml, xmlText } from './sheetText.ts';
import { ZipWriter } from './zipWriter.ts';

/** What Excel can hold ("Excel specifications and limits"). */
export const excelLimits = { rows: 1_048_576, columns: 16_384, cellLength: 32_767, sheetName: 31 } as const;

const textLength = 256 * 1024;
/** A part of the archive must stay under 4 GB. */
const sheetBytes = 3_500_000_000;

/**
 * Writes batches to a workbook row by row. What does not fit on a sheet goes on on another, `Rows (2)`. All batches must have the columns of
 * the first, since its names stand above all rows.
 */
export class XlsxWriter {
  readonly #zip: ZipWriter;
  readonly #path: string;
  readonly #sheetName: string;
  readonly #rowsPerSheet: number;
  #schema: Schema | undefined;
  #columnNames: readonly string[] = [];
  #sheets = 0;
  #row = 0;
  #text = '';

  private constructor(zip: ZipWriter, path: string, sheetName: string, rowsPerSheet: number) {
    this.#zip = zip;
    this.#path = path;
    this.#sheetName = sheetName;
    this.#rowsPerSheet = rowsPerSheet;
  }

  /** @param path absolute */
  static async create(path: string, sheetName: string, rowsPerSheet: number = excelLimits.rows): Promise<XlsxWriter> {
    return new XlsxWriter(await ZipWriter.create(path), path, sheetName, rowsPerSheet);
  }

  async write(batch: Batch): Promise<void> {
    this.#checkColumns(batch.schema);
    if (this.#sheets === 0) await this.#beginSheet(batch);
    for (const row of batch.rows) {
      if (this.#row === this.#rowsPerSheet || this.#zip.partBytes > sheetBytes) {
        await this.#endSheet();
        await this.#beginSheet(batch);
      }
      this.#text += rowText(batch, row, ++this.#row, this.#columnNames);
      if (this.#text.length >= textLength) await this.#send();
    }
  }

  async finish(): Promise<void> {
    // A workbook must have a sheet.
    if (this.#sheets === 0) await this.#beginSheet(batchFromRows(this.#schema ?? [{ name: 'No rows', type: 'text' }], [], { source: '', ordinal: 0 }));
    await this.#endSheet();
    for (const [name, text] of this.#parts()) {
      await this.#zip.begin(name);
      await this.#zip.write(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
    }
    await this.#zip.finish();
  }

  abort(): Promise<void> {
    return this.#zip.abort();
  }

  #checkColumns(schema: Schema): void {
    if (schema === this.#schema) return;
    const before = this.#schema;
    this.#schema = schema;
    if (!before) {
      if (schema.length > excelLimits.columns) throw new AppError('settings', 'tooManyColumns', { message: `There are ${schema.length} columns, and a sheet has at most ${excelLimits.columns}.`, hint: 'Leave columns out before, with a Map columns node.' });
      this.#columnNames = schema.map((_, index) => columnName(index));
      return;
    }
    const isSame = schema.length === before.length && schema.every(({ name }, index) => before[index]!.name === name);
    if (!isSame) throw new AppError('settings', 'columnsChanged', {
      message: `The first rows for ${basename(this.#path)} had the columns ${before.map(({ name }) => name).join(', ')}; later ones have ${schema.map(({ name }) => name).join(', ')}.`,
      hint: 'Give all rows the same columns before, with a Map columns node.',
    });
  }

  async #beginSheet(batch: Batch): Promise<void> {
    this.#sheets++;
    await this.#zip.begin(`xl/worksheets/sheet${this.#sheets}.xml`);
    this.#text = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${sheetHead(batch)}`;
    this.#row = 1;
  }

  async #endSheet(): Promise<void> {
    this.#text += sheetTail(this.#schema ?? [{ name: '', type: 'text' }], this.#row);
    await this.#send();
  }

  async #send(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    await this.#zip.write(text);
  }

  /** The parts beside the sheets, which name them. */
  #parts(): [string, string][] {
    const numbers = Array.from({ length: this.#sheets }, (_, index) => index + 1);
    const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
    const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const packaged = 'http://schemas.openxmlformats.org/package/2006';
    const nameOf = (number: number): string => (number === 1 ? this.#sheetName : `${this.#sheetName.slice(0, excelLimits.sheetName - 6)} (${number})`);
    return [
      ['xl/styles.xml', stylesXml],
      [
        'xl/workbook.xml',
        `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relation}"><sheets>${numbers.map((number) => `<sheet name="${xmlText(nameOf(number))}" sheetId="${number}" r:id="rId${number}"/>`).join('')}</sheets></workbook>`,
      ],
      [
        'xl/_rels/workbook.xml.rels',
        `<Relationships xmlns="${packaged}/relationships">${numbers.map((number) => `<Relationship Id="rId${number}" Type="${relation}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join('')}<Relationship Id="rId${this.#sheets + 1}" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
      ],
      ['_rels/.rels', `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
      [
        '[Content_Types].xml',
        `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${numbers.map((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`).join('')}</Types>`,
      ],
    ];
  }
}
