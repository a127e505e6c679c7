/** A run of text with one look. */
export interface Inline {
  readonly look: 'plain' | 'strong' | 'emphasis' | 'code';
  readonly text: string;
}

export type Block =
  | { readonly block: 'heading'; readonly level: 1 | 2 | 3; readonly inlines: readonly Inline[] }
  | { readonly block: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly block: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Inline[])[] };

const inlinePattern = /\*\*(?<strong>[^*]+)\*\*|(?<![\w*])[*_](?<emphasis>(?!\s)[^*_]+(?<!\s))[*_](?![\w*])|`(?<code>[^`]+)`/g;

/** The part of Markdown that notes are written in: headings, lists, **strong**, *emphasis* and `code`. Everything else is text as it stands. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push({ block: 'paragraph', inlines: parseInline(paragraph.join('\n')) });
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    const heading = /^(#{1,3})\s+(.+)$/.exec(line);
    const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.+)$/.exec(line);
    if (heading || item || line.trim() === '') endParagraph();
    if (heading) blocks.push({ block: 'heading', level: heading[1]!.length as 1 | 2 | 3, inlines: parseInline(heading[2]!) });
    else if (item) {
      const isNumbered = item[1] !== undefined;
      const last = blocks.at(-1);
      if (last?.block === 'list' && last.isNumbered === isNumbered) blocks[blocks.length - 1] = { ...last, items: [...last.items, parseInline(item[2]!)] };
      else blocks.push({ block: 'list', isNumbered, items: [parseInline(item[2]!)] });
    } else if (line.trim() !== '') paragraph.push(line);
  }
  endParagraph();
  return blocks;
}

function parseInline(text: string): Inline[] {
  const inlines: Inline[] = [];
  let end = 0;
  const plain = (to: number): void => {
    if (to > end) inlines.push({ look: 'plain', text: text.slice(end, to) });
  };
  for (const match of text.matchAll(inlinePattern)) {
    plain(match.index);
    const [look, inner] = Object.entries(match.groups!).find(([, value]) => value !== undefined) as [Inline['look'], string];
    inlines.push({ look, text: inner });
    end = match.index + match[0].length;
  }
  plain(text.length);
  return inlines;
}
