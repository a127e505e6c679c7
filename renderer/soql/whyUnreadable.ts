import { words } from '../words/words.ts';

const said = words.soql.why;
const tokens: Readonly<Record<string, string>> = { UNSIGNED_INTEGER: said.wholeNumber };

/** What the parser of queries says of a text that it cannot read, in words of a person who writes one. */
export function whyUnreadable(message: string): string {
  const [first = ''] = message.split('\n');
  const sign = /unexpected character: ->(.)<- at offset: (\d+)/.exec(first);
  if (sign) return sign[1] === '"' ? said.doubleQuote : sign[1] === "'" ? said.openQuote : said.sign(sign[1]!, Number(sign[2]) + 1);
  const wanted = /of type --> (\w+) <-- but found --> '(.*)' <--/.exec(first);
  if (wanted) return said.wanted(tokens[wanted[1]!] ?? wanted[1]!, wanted[2]!);
  const surplus = /expecting EOF but found: (.*)$/.exec(first);
  if (surplus) return said.surplus(surplus[1]!);
  const found = /but found: '(.*)'\s*$/.exec(message);
  return found?.[1] ? said.before(found[1]) : said.atEnd;
}
