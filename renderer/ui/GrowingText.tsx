import { Textarea, type TextareaProps } from '@mantine/core';

interface Props extends Omit<TextareaProps, 'autosize' | 'rows' | 'styles'> {
  readonly minRows: number;
  readonly maxRows: number;
}

/** A field of several lines that grows with its text. The browser sees to that: a script would lay the window out anew with every key. */
export function GrowingText({ minRows, maxRows, ...props }: Props) {
  const height = (rows: number): string => `calc(${rows}lh + 12px)`;
  return <Textarea {...props} rows={minRows} styles={{ input: { fieldSizing: 'content', minHeight: height(minRows), maxHeight: height(maxRows) } }} />;
}
