import { Textarea, TextInput } from '@mantine/core';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';

/** A text, of one line or of several. */
export function TextControl({ id, describedBy, field, value, problems, onChange }: FieldProps) {
  const shared = {
    id,
    size: 'xs' as const,
    'aria-describedby': describedBy,
    error: problems.length > 0,
    placeholder: field.placeholder ?? '',
    value: textOf(value),
  };
  return field.multiline ? (
    <Textarea {...shared} autosize minRows={3} maxRows={16} onChange={(event) => onChange(event.target.value)} />
  ) : (
    <TextInput {...shared} onChange={(event) => onChange(event.target.value)} />
  );
}
