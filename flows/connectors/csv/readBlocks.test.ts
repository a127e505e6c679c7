import { describe, expect, it } from 'vitest';
import { readContent, type ReadSettings } from './fixture.ts';

type Rows = (string | null)[][];
const cases: [title: string, text: string, rows: Rows, settings?: ReadSettings][] = [
  ['a line break in quotes, LF file', 'a,b\n1,"x\ny"\n2,z\n', [['1', 'x\ny'], ['2', 'z']]],
  ['LF in quotes, CRLF file', 'a,b\r\n1,"x\ny"\r\n2,z\r\n', [['1', 'x\ny'], ['2', 'z']]],
  ['CRLF in quotes, LF file', 'a,b\n1,"x\r\ny"\n2,z\n', [['1', 'x\r\ny'], ['2', 'z']]],
  ['doubled quotes', 'a,b\n1,"say ""hi"", ok"\n', [['1', 'say "hi", ok']]],
  ['nothing but doubled quotes', 'a,b\n1,""""""\n', [['1', '""']]],
  ['a stray quote in a bare cell', 'a,b\n5" pipe,q\n2,z\n', [['5" pipe', 'q'], ['2', 'z']]],
  ['text behind a closing quote', 'a,b\n"x"y"z,q\n2,z\n', [['xy"z', 'q'], ['2', 'z']]],
  ['a byte order mark', '\uFEFFa,b\n1,2\n', [['1', '2']]],
  ['a byte order mark before a quoted name', '\uFEFF"a","b"\n1,2\n', [['1', '2']]],
  ['an empty last cell', 'a,b\n1,\n2,z\n', [['1', null], ['2', 'z']]],
  ['an empty last cell without a line end', 'a,b\n1,z\n2,', [['1', 'z'], ['2', null]]],
  ['no line end at the end', 'a,b\n1,2\n3,4', [['1', '2'], ['3', '4']]],
  ['a quoted cell at the very end', 'a,b\n1,"2"', [['1', '2']]],
  ['CR alone as line end', 'a,b\r1,2\r3,4\r', [['1', '2'], ['3', '4']]],
  ['CR, LF and CRLF in one file', 'a,b\r\n1,2\n3,4\r5,6', [['1', '2'], ['3', '4'], ['5', '6']]],
  ['empty lines are no rows', 'a,b\n\n1,2\n\r\n\n3,4\n\n', [['1', '2'], ['3', '4']]],
  ['empty lines in a file of one column', 'a\n1\n\n2\n""\n', [['1'], ['2'], [null]]],
  ['quoted blanks are blank', 'a,b\n"",""\n', [[null, null]]],
  ['spaces stay', 'a,b\n 1 ," 2 "\n', [[' 1 ', ' 2 ']]],
  ['letters of two, three and four bytes', 'a,b\nMüller,"Zieliński ""東京"" 🙂"\n', [['Müller', 'Zieliński "東京" 🙂']]],
  ['a header alone', 'a,b\n', []],
  ['a header alone without a line end', 'a,b', []],
  ['no header', '1,2\n3,4\n', [['1', '2'], ['3', '4']], { header: false }],
  ['lines before the header', 'Report\r\n"of", today\r\na,b\r\n1,2\r\n', [['1', '2']], { skipLines: 2 }],
  ['another quote', "a,b\n'x,y',\"z\n", [['x,y', '"z']], { quote: "'" }],
  ['no quote at all', 'a,b\n"x,y"\n', [['"x', 'y"']], { quote: '' }],
  ['short and long rows, filled and cut', 'a,b,c\n1,2\n1,2,3,4\n"x"\n', [['1', '2', null], ['1', '2', '3'], ['x', null, null]], { onFieldCount: 'fill' }],
];

describe('a CSV file is read', () => {
  it.each(cases)('%s', async (_, text, rows, settings) => {
    const read = await readContent(text, settings);
    expect(read.rows).toEqual(rows);
    expect(read.faults).toEqual([]);
  });

  it.each(cases)('%s, whatever the chunks are', async (_, text, rows, settings) => {
    for (const chunkBytes of [1, 2, 3, 5, 7, 12, 31]) {
      const read = await readContent(text, { ...settings, sizes: { chunkBytes: chunkBytes, maxRows: (chunkBytes % 3) + 1 } });
      expect(read.rows, `${chunkBytes} bytes at a time`).toEqual(rows);
    }
  });
});

describe('a bad row is told with its line and the others go on', () => {
  it('has too few or too many cells', async () => {
    const read = await readContent('a,b\n1,"x\n\ny"\n2\n3,4\n5,6,7\n');
    expect(read.rows).toEqual([['1', 'x\n\ny'], ['3', '4']]);
    expect(read.faults).toEqual(['Line 5 has 1 field, and the file has 2 columns.', 'Line 7 has 3 fields, and the file has 2 columns.']);
  });

  it('counts lines of every kind, over all chunks', async () => {
    const read = await readContent('a,b\r1,2\r\n\n"x\r\ny\rz",2\n1\n', { sizes: { chunkBytes: 3 } });
    expect(read.faults).toEqual(['Line 7 has 1 field, and the file has 2 columns.']);
  });

  it('opens a quote that is never closed', async () => {
    const read = await readContent('a,b\n1,2\n3,"4\n5,6\n');
    expect(read.rows).toEqual([['1', '2']]);
    expect(read.faults).toEqual(['The row at line 3 opens a quote that the file never closes.']);
  });

  it('has bytes that are not UTF-8', async () => {
    const text = Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.from('M\xfcller,3\n', 'latin1'), Buffer.from('Müller,4\n')]);
    const read = await readContent(text, { encoding: 'utf-8' });
    expect(read.rows).toEqual([['1', '2'], ['Müller', '4']]);
    expect(read.faults).toEqual(['The row at line 3 has bytes that are not UTF-8. Choose the encoding of the file.']);
  });
});

describe('memory stays bounded', () => {
  it('a row longer than the limit ends the reading', async () => {
    const text = `a,b\n1,2\n3,"${'x\n'.repeat(5000)}`;
    await expect(readContent(text, { sizes: { chunkBytes: 512, maxRowBytes: 4096 } })).rejects.toMatchObject({
      kind: 'settings',
      code: 'csvRowTooLong',
      message: expect.stringContaining('at line 3 of leads.csv'),
    });
  });

  it('a row longer than several chunks is one row', async () => {
    const long = 'é'.repeat(20_000);
    const read = await readContent(`a,b\n1,${long}\n2,"${long}\n""${long}"\n`, { sizes: { chunkBytes: 1000 } });
    expect(read.rows).toEqual([['1', long], ['2', `${long}\n"${long}`]]);
  });
});

describe('reading goes on from a cursor', () => {
  it.each(['utf-8', 'utf-16le'] as const)('after any block, in %s', async (encoding) => {
    const text = `\uFEFFname,note\n${Array.from({ length: 200 }, (_, row) => `Zoë ${row},"line\n${row}"`).join('\n')}\n`;
    const content = Buffer.from(text, encoding);
    const sizes = { chunkBytes: 256, maxRows: 7 };
    const whole = await readContent(content, { sizes });
    expect(whole.rows).toHaveLength(200);
    for (const from of [whole.cursors[0]!, whole.cursors[10]!, whole.cursors.at(-1)!]) {
      const rest = await readContent(content, { sizes, from });
      expect(rest.rows).toEqual(whole.rows.slice(from.ordinal));
    }
    expect(whole.cursors.at(-1)).toMatchObject({ ordinal: 200, line: 402 });
  });
});
