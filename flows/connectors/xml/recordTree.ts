import type { RecordHandler } from './xmlTable.ts';

/** An element as it may stand in records: its path in the record, and those inside it. */
interface Place {
  readonly path: string;
  readonly inner: Map<string, Place>;
}

interface OpenElement {
  readonly place: Place;
  text: string;
  hasElements: boolean;
}

/**
 * Gathers the values of one record after the other from the events of a parser. A value that is there once is a text; several of one path
 * are a JSON list of texts. Spaces around a text do not count.
 */
export class RecordTree {
  readonly #handler: RecordHandler;
  readonly #root: Place = { path: '', inner: new Map() };
  readonly #open: OpenElement[] = [];
  /** The values of the record by their paths, in the order they came. */
  readonly #values = new Map<string, string | string[]>();

  constructor(handler: RecordHandler) {
    this.#handler = handler;
  }

  /** Whether the parser is inside a record. */
  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  begin(attributes: Readonly<Record<string, unknown>>): void {
    this.#push(this.#root, attributes);
  }

  open(name: string, attributes: Readonly<Record<string, unknown>>): void {
    const parent = this.#open.at(-1)!;
    parent.hasElements = true;
    this.#push(innerPlace(parent.place, name), attributes);
  }

  text(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += text;
  }

  close(): void {
    const { place, text, hasElements } = this.#open.pop()!;
    const trimmed = text.trim();
    // The record's own text has no name; between elements it is layout.
    if (trimmed !== '' && !(hasElements && place === this.#root)) this.#take(place === this.#root ? '#text' : place.path, trimmed);
    if (this.isOpen) return;
    for (const [name, value] of this.#values) this.#handler.cell(name, typeof value === 'string' ? value : JSON.stringify(value));
    this.#values.clear();
    this.#handler.end();
  }

  #push(place: Place, attributes: Readonly<Record<string, unknown>>): void {
    this.#open.push({ place, text: '', hasElements: false });
    for (const name in attributes) {
      // Declarations of namespaces are no values.
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) this.#take(innerPlace(place, `@${name.slice(name.indexOf(':') + 1)}`).path, attributes[name] as string);
    }
  }

  #take(path: string, value: string): void {
    const before = this.#values.get(path);
    if (before === undefined) this.#values.set(path, value);
    else if (typeof before === 'string') this.#values.set(path, [before, value]);
    else before.push(value);
  }
}

function innerPlace(place: Place, name: string): Place {
  let inner = place.inner.get(name);
  if (!inner) place.inner.set(name, (inner = { path: place.path === '' ? name : `${place.path}.${name}`, inner: new Map() }));
  return inner;
}
