import { basename, posix } from 'node:path';
import { epochs, meaningOf, type NumberMeaning } from './cellFormats.ts';
import { readWholeXml } from './readXml.ts';
import { notWorkbook, ZipFile } from './zipFile.ts';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** The part of the archive. */
  readonly part: string;
}

/** What a workbook says beside its sheets. */
export interface Workbook {
  readonly zip: ZipFile;
  /** The name of the file. */
  readonly name: string;
  readonly sheets: readonly Sheet[];
  /** What numbers mean, by the `s` of a cell. */
  readonly meanings: readonly NumberMeaning[];
  /** The serial number of 1970-01-01. */
  readonly epoch: number;
  readonly stringsPart: string | undefined;
}

/** Opens a workbook; its texts and cells are not read yet. The caller closes `zip`. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const zip = await ZipFile.open(path);
  try {
    const name = basename(path);
    const root = await relations(zip, name, '');
    const main = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target;
    if (main === undefined || !zip.has(main)) throw notWorkbook(name, 'it has no workbook in it');
    const parts = await relations(zip, name, main);
    const found: { name: string; isHidden: boolean; id: string }[] = [];
    let epoch: number = epochs.from1900;
    await readWholeXml(zip.read(main), name, {
      open(tag, attribute) {
        if (tag === 'workbookPr' && /^(1|true)$/.test(attribute('date1904') ?? '')) epoch = epochs.from1904;
        if (tag === 'sheet') found.push({ name: attribute('name') ?? '', isHidden: (attribute('state') ?? 'visible') !== 'visible', id: attribute('r:id') ?? '' });
      },
    });
    // Charts on sheets of their own have no rows.
    const sheets = found.flatMap(({ id, ...sheet }) => {
      const part = parts.get(id);
      return part?.type.endsWith('/worksheet') ? [{ ...sheet, part: part.target }] : [];
    });
    if (sheets.length === 0) throw notWorkbook(name, 'it has no sheets');
    const partOf = (type: string): string | undefined => [...parts.values()].find((part) => part.type.endsWith(`/${type}`) && zip.has(part.target))?.target;
    const styles = partOf('styles');
    return { zip, name, sheets, epoch, stringsPart: partOf('sharedStrings'), meanings: styles === undefined ? [] : await readStyles(zip, name, styles) };
  } catch (thrown) {
    await zip.close();
    throw thrown;
  }
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/** The parts that a part refers to, by their ids. */
async function relations(zip: ZipFile, file: string, part: string): Promise<Map<string, Relation>> {
  const found = new Map<string, Relation>();
  const name = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
  if (!zip.has(name)) return found;
  await readWholeXml(zip.read(name), file, {
    open(tag, attribute) {
      const target = attribute('Target') ?? '';
      if (tag === 'Relationship') found.set(attribute('Id') ?? '', { type: attribute('Type') ?? '', target: target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part), target) });
    },
  });
  return found;
}

async function readStyles(zip: ZipFile, file: string, part: string): Promise<NumberMeaning[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isCells = false;
  await readWholeXml(zip.read(part), file, {
    open(tag, attribute) {
      if (tag === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      if (tag === 'cellXfs') isCells = true;
      if (tag === 'xf' && isCells) formats.push(Number(attribute('numFmtId') ?? 0));
    },
    close(tag) {
      if (tag === 'cellXfs') isCells = false;
    },
  });
  return formats.map((format) => meaningOf(format, codes));
}
