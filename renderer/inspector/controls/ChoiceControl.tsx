import { SegmentedControl, Select } from '@mantine/core';
import type { FieldProps } from '../fieldProps.ts';

const mostSegments = 3;
const longestSegment = 14;

/** One of a few: side by side when they are few and short, else in a list. */
export function ChoiceControl({ id, describedBy, field, value, problems, onChange }: FieldProps) {
  const options = field.options ?? [];
  const data = options.map((option) => ({ value: option.value, label: option.title }));
  if (options.length <= mostSegments && options.every((option) => option.title.length <= longestSegment)) {
    return <SegmentedControl id={id} size="xs" fullWidth aria-describedby={describedBy} data={data} value={String(value)} onChange={onChange} />;
  }
  return (
    <Select
      id={id}
      size="xs"
      aria-describedby={describedBy}
      error={problems.length > 0}
      allowDeselect={false}
      data={data}
      value={String(value)}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
