import { copyText } from '../../kit/copyText.ts';
import { formatCell, type Cell, type ColumnType } from '../../kit/schema.ts';
import { DistinctCount } from './distinctCount.ts';
import { Frequent } from './frequent.ts';

/** So many values are tried on what they look like. */
const tried = 10_000;
const longestShown = 60;

/** What texts may look like; most special first. */
const looks: readonly (readonly [name: string, expression: RegExp])[] = [
  ['e-mail address', /^[^\s@<>]+@[^\s@.]+(\.[^\s@.]+)+$/],
  ['web address', /^(https?:\/\/|www\.)\S+$/i],
  ['Salesforce Id', /^[a-zA-Z0-9]{3}[0-9A-Za-z]{2}0{2,}[a-zA-Z0-9]+$|^[a-zA-Z0-9]{5}0[a-zA-Z0-9]{12}$/],
  ['date and time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/],
  ['date', /^(\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d\d))$/],
  ['number', /^[-+]?(0|[1-9]\d*)([.,]\d+)?$|^[-+]?[1-9]\d{0,2}([.,' ]\d{3})+([.,]\d+)?$/],
  ['phone number', /^(\+|0|\()[\d\s()/.-]{6,20}$/],
  ['true or false', /^(true|false|yes|no)$/i],
  ['JSON', /^\s*[{[].*[}\]]\s*$/s],
];
const enough = 0.95;

/** Gathers what is told of one column. What it keeps does not grow with the rows. */
export class ColumnProfile {
  readonly #type: ColumnType;
  readonly #distinct = new DistinctCount();
  readonly #frequent = new Frequent();
  readonly #patterns = new Frequent();
  readonly #fits = looks.map(() => 0);
  #filled = 0;
  #least: Cell = null;
  #most: Cell = null;
  #sum = 0;
  #shortest = Infinity;
  #longest = 0;

  constructor(type: ColumnType) {
    this.#type = type;
  }

  add(value: NonNullable<Cell>): void {
    const text = typeof value === 'string' ? value : formatCell(this.#type, value);
    if (this.#least === null || value < this.#least) this.#least = typeof value === 'string' ? copyText(value) : value;
    if (this.#most === null || value > this.#most) this.#most = typeof value === 'string' ? copyText(value) : value;
    this.#distinct.add(text);
    this.#frequent.add(shown(text));
    if (typeof value === 'string') {
      this.#shortest = Math.min(this.#shortest, text.length);
      this.#longest = Math.max(this.#longest, text.length);
      this.#patterns.add(shown(patternOf(text)));
      if (this.#filled < tried) for (const [index, [, expression]] of looks.entries()) if (expression.test(text)) this.#fits[index]!++;
    } else if (this.#type === 'number') this.#sum += value as number;
    this.#filled++;
  }

  /** The cells of `profileSchema` after the column's name. */
  result(rows: number, top: number): Cell[] {
    const isText = this.#type === 'text' && this.#filled > 0;
    const say = (value: Cell): string | null => (value === null ? null : shown(formatCell(this.#type, value)));
    return [
      this.#type,
      this.#looksLike(),
      rows,
      rows - this.#filled,
      rows === 0 ? null : Math.round((this.#filled / rows) * 1000) / 10,
      Math.min(this.#filled, this.#distinct.count),
      say(this.#least),
      say(this.#most),
      this.#type === 'number' && this.#filled > 0 ? Number((this.#sum / this.#filled).toPrecision(15)) : null,
      isText ? this.#shortest : null,
      isText ? this.#longest : null,
      this.#frequent.say(top),
      isText ? this.#patterns.say(top) : null,
    ];
  }

  #looksLike(): string | null {
    if (this.#filled === 0) return 'blank';
    const few = this.#distinct.isExact && this.#distinct.count <= 50 && this.#filled >= this.#distinct.count * 5;
    if (this.#type !== 'text') return few && this.#type === 'number' && this.#distinct.count <= 10 ? `one of ${this.#distinct.count}` : null;
    const seen = Math.min(this.#filled, tried);
    const found = looks.findIndex((_, index) => this.#fits[index]! >= seen * enough);
    if (found < 0) return few ? `one of ${this.#distinct.count}` : this.#distinct.isExact && this.#distinct.count === this.#filled ? 'different in every row' : 'text';
    const share = Math.floor((this.#fits[found]! / seen) * 100);
    return share === 100 ? looks[found]![0] : `${looks[found]![0]} (${share} %)`;
  }
}

/** How a text is written: A and a for any letters, 9 for each digit, all else as it is. `Ada 007` → `Aa 999`. */
function patternOf(text: string): string {
  return text.slice(0, 200).replace(/\p{Lu}+/gu, 'A').replace(/[\p{Ll}\p{Lo}]+/gu, 'a').replace(/\d/g, '9');
}

function shown(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
