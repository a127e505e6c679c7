import { expect, it } from 'vitest';
import { parseMarkdown } from './parseMarkdown.ts';

const plain = (text: string) => ({ look: 'plain', text });

it('reads headings, paragraphs and lists', () => {
  expect(parseMarkdown('# Why\n\nTwo lines\nof one.\n- a\n- b\n1. first')).toEqual([
    { block: 'heading', level: 1, inlines: [plain('Why')] },
    { block: 'paragraph', inlines: [plain('Two lines\nof one.')] },
    { block: 'list', isNumbered: false, items: [[plain('a')], [plain('b')]] },
    { block: 'list', isNumbered: true, items: [[plain('first')]] },
  ]);
});

it('reads what is marked inside a line, and leaves the names of fields alone', () => {
  expect(parseMarkdown('**Ask** *Lena* about `External_Key__c`, not my_field_name')[0]).toEqual({
    block: 'paragraph',
    inlines: [
      { look: 'strong', text: 'Ask' },
      plain(' '),
      { look: 'emphasis', text: 'Lena' },
      plain(' about '),
      { look: 'code', text: 'External_Key__c' },
      plain(', not my_field_name'),
    ],
  });
});

it('shows everything else as it stands', () => {
  expect(parseMarkdown('<b>x</b> [a](javascript:b) 2 * 3 * 4')).toEqual([{ block: 'paragraph', inlines: [plain('<b>x</b> [a](javascript:b) 2 * 3 * 4')] }]);
});
