import { XMLParser } from 'fast-xml-parser';

/** An element of a message: text, or its children by name without prefixes. Elements of the same name are a list; attributes begin with `@`. */
export type SoapElement = string | { readonly [name: string]: SoapElement | readonly SoapElement[] };

export interface SoapCall {
  /** The element in the body: `login`, `merge`. */
  readonly operation: string;
  readonly input: SoapElement;
  readonly header: SoapElement;
  readonly sessionId: string;
}

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, trimValues: true });
const deepest = 100;

/** Reads a message; undefined where it is none. */
export function readSoapCall(text: string): SoapCall | undefined {
  let envelope: SoapElement;
  if (text.includes('<!DOCTYPE')) return undefined;
  try {
    envelope = (parser.parse(text, true) as { Envelope?: SoapElement }).Envelope ?? '';
  } catch {
    return undefined;
  }
  const body = child(envelope, 'Body');
  const [operation] = typeof body === 'object' ? Object.keys(body).filter((name) => !name.startsWith('@')) : [];
  if (operation === undefined || depthOf(body) > deepest) return undefined;
  const header = child(envelope, 'Header');
  return { operation, input: child(body, operation), header, sessionId: textOf(child(child(header, 'SessionHeader'), 'sessionId')) };
}

/** The first child of that name; empty where there is none. */
export function child(element: SoapElement, name: string): SoapElement {
  return children(element, name)[0] ?? '';
}

export function children(element: SoapElement, name: string): readonly SoapElement[] {
  if (typeof element === 'string' || !Object.hasOwn(element, name)) return [];
  const found = element[name]!;
  return Array.isArray(found) ? (found as readonly SoapElement[]) : [found as SoapElement];
}

/** What stands in an element; empty where it has children. */
export function textOf(element: SoapElement): string {
  if (typeof element === 'string') return element;
  return typeof element['#text'] === 'string' ? element['#text'] : '';
}

function depthOf(element: unknown): number {
  return typeof element === 'object' && element !== null ? 1 + Math.max(0, ...Object.values(element).map(depthOf)) : 0;
}
