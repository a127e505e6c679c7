import { ZipWriter } from './zipWriter.ts';

/** Writes a workbook of one sheet, of XML as other programs write it. For tests. */
export async function writeWorkbook(path: string, parts: { readonly rows: string; readonly strings?: string; readonly formats?: readonly string[]; readonly workbookPr?: string; readonly name?: string }): Promise<void> {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const { rows, strings = '', formats = [], workbookPr = '', name = 'Leads' } = parts;
  const codes = formats.map((code, index) => `<numFmt numFmtId="${170 + index}" formatCode="${code}"/>`).join('');
  const zip = await ZipWriter.create(path);
  const all: Record<string, string> = {
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relation}">${workbookPr}<sheets><sheet name="Notes" sheetId="1" state="hidden" r:id="n1"/><sheet name="${name}" sheetId="2" r:id="n1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}"><Relationship Id="n1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="n2" Type="${relation}/styles" Target="styles.xml"/><Relationship Id="n3" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts>${codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>${formats.map((_, index) => `<xf numFmtId="${170 + index}"/>`).join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<x:sst xmlns:x="${main}">${strings}</x:sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
  };
  for (const [part, text] of Object.entries(all)) {
    await zip.begin(part);
    await zip.write(text);
  }
  await zip.finish();
}
