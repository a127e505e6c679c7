import { SaxesParser, type SaxesAttributePlain } from 'saxes';
import { notWorkbook } from './zipFile.ts';

export interface XmlHandlers {
  /** Names come without their prefix. */
  open(name: string, attribute: (name: string) => string | undefined): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads XML piece by piece; yields after each piece so that the caller can hand on what the handlers gathered. External entities are never followed. */
export async function* readXml(pieces: AsyncIterable<Buffer>, file: string, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  let attributes: Record<string, SaxesAttributePlain | string> = {};
  const attribute = (name: string): string | undefined => attributes[name] as string | undefined;
  const plain = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw notWorkbook(file, `its XML is broken (${error.message})`);
  });
  parser.on('opentag', (tag) => {
    attributes = tag.attributes;
    handlers.open(plain(tag.name), attribute);
  });
  if (handlers.text) parser.on('text', (text) => handlers.text!(text));
  if (handlers.text) parser.on('cdata', (text) => handlers.text!(text));
  if (handlers.close) parser.on('closetag', (tag) => handlers.close!(plain(tag.name)));
  for await (const piece of pieces) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** Reads XML whole. */
export async function readWholeXml(pieces: AsyncIterable<Buffer>, file: string, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(pieces, file, handlers));
}
