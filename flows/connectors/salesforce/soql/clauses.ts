/** The clauses of a query in their order, as the text has them: `[['select', 'Id, Name'], ['from', 'Contact'], ['where', "Name != null"]]`. */
export type Clauses = readonly (readonly [keyword: Keyword, text: string])[];

const keywords = ['select', 'from', 'using scope', 'where', 'with', 'group by', 'having', 'order by', 'limit', 'offset', 'for', 'update', 'all rows'] as const;
export type Keyword = (typeof keywords)[number];

const keywordAt = new RegExp(`(${keywords.map((word) => word.replace(' ', '\\s+')).join('|')})(?=[\\s(])|(all\\s+rows)$`, 'iy');

/**
 * Takes a query apart at the keywords that stand outside of brackets and quotes. Undefined for what is no query. What it says is not
 * judged: the org does that, and says where it is wrong.
 */
export function clausesOf(soql: string): Clauses | undefined {
  const text = soql.trim();
  const found: { readonly keyword: Keyword; readonly start: number; readonly end: number }[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === "'") at = endOfQuote(text, at);
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (depth === 0 && (at === 0 || /[\s)]/.test(text[at - 1]!))) {
      keywordAt.lastIndex = at;
      const word = keywordAt.exec(text)?.[0];
      if (word === undefined) continue;
      const keyword = word.toLowerCase().replace(/\s+/, ' ') as Keyword;
      const before = found.at(-1)?.keyword;
      // A field may be called Limit; between SELECT and FROM only FROM means something.
      const isNext = before === undefined || (before === 'select' ? keyword === 'from' : keywords.indexOf(keyword) > keywords.indexOf(before));
      if (isNext) found.push({ keyword, start: at, end: at + word.length });
      at += word.length - 1;
    }
  }
  if (found[0]?.keyword !== 'select' || found[0].start !== 0 || found[1]?.keyword !== 'from') return undefined;
  return found.map(({ keyword, end }, index) => [keyword, text.slice(end, found[index + 1]?.start).trim()]);
}

export function clause(clauses: Clauses, wanted: Keyword): string | undefined {
  return clauses.find(([keyword]) => keyword === wanted)?.[1];
}

export function joinClauses(clauses: Clauses): string {
  return clauses.map(([keyword, text]) => `${keyword.toUpperCase()} ${text}`.trim()).join(' ');
}

/** The parts of a list between the commas that stand outside of brackets and quotes. */
export function listItems(list: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at++) {
    const char = list[at];
    if (char === "'") at = endOfQuote(list, at);
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === ',' && depth === 0) {
      items.push(list.slice(from, at));
      from = at + 1;
    }
  }
  return [...items, list.slice(from)].map((item) => item.replace(/\s+/g, ' ').trim()).filter((item) => item !== '');
}

/** The query with one more condition that every record must meet, and with these fields selected. */
export function restricted(clauses: Clauses, condition: string | undefined, fields: readonly string[]): Clauses {
  const have = new Set(listItems(clause(clauses, 'select')!).map((item) => item.toLowerCase()));
  const missing = fields.filter((field) => !have.has(field.toLowerCase()));
  const before = clause(clauses, 'where');
  const where = [before === undefined ? undefined : `(${before})`, condition].filter(Boolean).join(' AND ');
  const others = clauses.filter(([keyword]) => keyword !== 'where' && keyword !== 'select');
  const after = others.findIndex(([keyword]) => keyword !== 'from' && keyword !== 'using scope');
  const place = after < 0 ? others.length : after;
  const select = ['select', [clause(clauses, 'select')!, ...missing].join(', ')] as const;
  return [select, ...others.slice(0, place), ...(where === '' ? [] : [['where', where] as const]), ...others.slice(place)];
}

/** The place of the quote that closes the one at `open`. A backslash keeps the next character from meaning anything. */
export function endOfQuote(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== "'") at += text[at] === '\\' ? 2 : 1;
  return at;
}
