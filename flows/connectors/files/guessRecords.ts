import { formatCell, type Cell, type ColumnType } from '../../kit/schema.ts';
import { exampleCount, guessType, keepsDigits } from './guessType.ts';
import type { GuessedColumn } from './openTable.ts';

/** Collects the columns of the first rows, for formats in which they are not declared in one place. */
export class RecordGuess {
  readonly #hasTypes: boolean;
  readonly #columns = new Map<string, { readonly types: Set<ColumnType>; readonly texts: string[] }>();

  /** @param hasTypes the format has numbers and booleans of its own, so that a text with digits is meant to be one */
  constructor(hasTypes: boolean) {
    this.#hasTypes = hasTypes;
  }

  /** A column that is there, whether it has values or not. */
  name(name: string): void {
    if (!this.#columns.has(name)) this.#columns.set(name, { types: new Set(), texts: [] });
  }

  add(name: string, value: Cell, type: ColumnType): void {
    this.name(name);
    const text = value === null ? '' : formatCell(type, value).trim();
    if (text === '') return;
    const column = this.#columns.get(name)!;
    column.types.add(type);
    column.texts.push(text);
  }

  get names(): string[] {
    return [...this.#columns.keys()];
  }

  result(): GuessedColumn[] {
    return [...this.#columns].map(([name, { types, texts }]) => {
      return { name, type: this.#typeOf(types, texts), examples: texts.slice(0, exampleCount) };
    });
  }

  /** Texts may be written dates. A number that is one in the file stays one unless a double cannot keep it. */
  #typeOf(types: ReadonlySet<ColumnType>, texts: readonly string[]): ColumnType {
    if (types.size === 2 && types.has('date') && types.has('datetime')) return 'datetime';
    if (types.size !== 1) return 'text';
    const [type] = types;
    if (type !== 'text' && type !== 'number') return type!;
    if (this.#hasTypes && type === 'number') return texts.every(keepsDigits) ? 'number' : 'text';
    const guessed = guessType(texts);
    return this.#hasTypes && (guessed === 'number' || guessed === 'boolean') ? 'text' : guessed;
  }
}
