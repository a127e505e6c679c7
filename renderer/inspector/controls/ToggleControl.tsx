import { Switch } from '@mantine/core';
import type { FieldProps } from '../fieldProps.ts';

/** On or off. */
export function ToggleControl({ id, describedBy, value, onChange }: FieldProps) {
  return <Switch id={id} size="sm" aria-describedby={describedBy} checked={value === true} onChange={(event) => onChange(event.target.checked)} />;
}
