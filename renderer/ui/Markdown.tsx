import { createElement, Fragment, useMemo } from 'react';
import styles from './Markdown.module.css';
import { parseMarkdown, type Block, type Inline } from './parseMarkdown.ts';

/** Text with the little Markdown of parseMarkdown. Nothing in it becomes markup of the page. */
export function Markdown({ text }: { readonly text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className={styles['markdown']}>
      {blocks.map((block, index) => (
        // Blocks have no identity of their own; the text is read anew with every change.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>{drawBlock(block)}</Fragment>
      ))}
    </div>
  );
}

function drawBlock(block: Block) {
  switch (block.block) {
    case 'heading':
      // A note is a small text on a large page: its headings are no headings of the page.
      return <p className={styles[`heading${block.level}`]}>{block.inlines.map(drawInline)}</p>;
    case 'paragraph':
      return <p>{block.inlines.map(drawInline)}</p>;
    case 'list': {
      const List = block.isNumbered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>{item.map(drawInline)}</li>
          ))}
        </List>
      );
    }
  }
}

function drawInline({ look, text }: Inline, index: number) {
  return createElement({ plain: 'span', strong: 'strong', emphasis: 'em', code: 'code' }[look], { key: index }, text);
}
