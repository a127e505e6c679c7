import type { Choice } from '../../kit/defineRun.ts';
import { openInput } from '../files/inputFile.ts';
import { encodingOf, localName, parseXml } from './xmlTable.ts';

/** So many pieces of the file are looked at. */
const pieces = 8;

/** The elements of an XML file that are there several times in one other and hold something: what may be its records. */
export async function xmlPaths(path: string): Promise<Choice[]> {
  const input = await openInput(path);
  try {
    const counts = new Map<string, number>();
    const holds = new Set<string>();
    const open: string[] = [];
    const reading = parseXml({ input, encoding: await encodingOf(input) }, (parser) => {
      parser.on('opentag', ({ name, attributes }) => {
        if (open.length > 0) holds.add(open.join('/'));
        open.push(localName(name));
        const key = open.join('/');
        counts.set(key, (counts.get(key) ?? 0) + 1);
        if (Object.keys(attributes).length > 0) holds.add(key);
      });
      parser.on('closetag', () => void open.pop());
    });
    let read = 0;
    for await (const _ of reading) if (++read >= pieces) break;
    return [...counts].filter(([key, count]) => count > 1 && holds.has(key)).map(([key, count]) => ({ value: key, label: key, detail: `${count} elements` }));
  } finally {
    await input.close();
  }
}
