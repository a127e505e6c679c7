import { NumberInput } from '@mantine/core';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';

/** A number. A blank field goes back to the default. */
export function NumberControl({ id, describedBy, field, value, problems, onChange }: FieldProps) {
  return (
    <NumberInput
      id={id}
      size="xs"
      aria-describedby={describedBy}
      error={problems.length > 0}
      thousandSeparator=","
      value={typeof value === 'number' ? value : ''}
      placeholder={textOf(field.default)}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}
