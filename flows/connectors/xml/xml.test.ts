import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../kit/schema.ts';
import { inFolder } from '../csv/fixture.ts';
import { xmlPaths } from './xmlPaths.ts';
import { openXmlTable } from './xmlTable.ts';
import { elementName } from './xmlWriter.ts';

async function read(content: string | Buffer, record = '', from: { ordinal: number; record?: number } = { ordinal: 0 }) {
  return inFolder(async (folder) => {
    const path = join(folder, 'a.xml');
    await writeFile(path, content);
    const table = await openXmlTable(path, record);
    const rows: Cell[][] = [];
    for await (const part of table.read(table.columns, { ...from })) for (let row = 0; row < part.rowCount; row++) rows.push(part.columns.map((column) => column.value(row)));
    const guess = await table.guess();
    await table.close();
    return { names: table.columns.map(({ name }) => name), rows, guess: guess.map(({ type }) => type) };
  });
}

describe('an XML file', () => {
  it('has a row for each element right inside the outermost, when none is named', async () => {
    expect(await read('<a><b id="1"><n>2</n></b>\n<c><n>3</n> <m>2026-01-31</m></c></a>')).toEqual({ names: ['@id', 'n', 'm'], rows: [['1', '2', null], [null, '3', '2026-01-31']], guess: ['number', 'number', 'date'] });
  });

  it('finds the named element at its place alone', async () => {
    expect((await read('<a><r><n>0</n></r><x><r><n>1</n></r><y><r><n>9</n></r></y><r><n>2</n></r></x><x><r><n>3</n></r></x></a>', 'a/x/r')).rows).toEqual([['1'], ['2'], ['3']]);
    await expect(read('<a><r/></a>', 'a/q')).rejects.toMatchObject({ code: 'xmlNoRecords', message: 'There is no element a/q in a.xml.' });
  });

  it('keeps text beside attributes, lists as JSON, and goes on after a record', async () => {
    const text = '<a><r>5</r><r k="v">6</r><r><t>x</t><t>y</t></r></a>';
    expect(await read(text)).toMatchObject({ names: ['#text', '@k', 't'], rows: [['5', null, null], ['6', 'v', null], [null, null, '["x","y"]']] });
    expect((await read(text, '', { ordinal: 7, record: 2 })).rows).toEqual([[null, null, '["x","y"]']]);
  });

  it.each([
    ['Windows-1252', Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a><r><n>Zo\xeb</n></r></a>', 'latin1')],
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFF<a><r><n>Zoë</n></r></a>', 'utf16le')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF<a><r><n>Zoë</n></r></a>')],
  ])('in %s is read right', async (_, bytes) => expect((await read(bytes)).rows).toEqual([['Zoë']]));

  it.each([
    ['<a><r></a>', /^a\.xml stops being XML in line 1: /],
    ['<a>\n<r>&boom;</r></a>', /^a\.xml stops being XML in line 2: undefined entity/],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><r>&x;</r></a>', /undefined entity/],
    ['', /^a\.xml is empty/],
    [Buffer.from('<a><r>\xff</r></a>', 'latin1'), /bytes there that are not UTF-8/],
  ])('that is none is named: %s', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ kind: 'settings', message: expect.stringMatching(message) as string });
  });

  it('shows what may be its records', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.xml');
      await writeFile(path, '<export><made>x</made><orders><order><n>1</n></order><order><n>2</n></order></orders></export>');
      expect(await xmlPaths(path)).toEqual([{ value: 'export/orders/order', label: 'export/orders/order', detail: '2 elements' }]);
    });
  });
});

it.each([['First Name', 'First_Name'], ['1st', '_1st'], ['Größe', 'Größe'], ['a<b', 'a_b'], ['', '_']])('the column %j is the element %s', (name, element) => expect(elementName(name)).toBe(element));
