import { MultiSelect } from '@mantine/core';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';

/** Some of the columns that come in, in the order they are picked. Columns that are picked but gone stay, so that they can be seen and taken out. */
export function ColumnsControl({ id, describedBy, field, value, upstream, problems, onChange }: FieldProps) {
  const picked = Array.isArray(value) ? value.map(String) : [];
  const known = upstream.flatMap((schema) => schema ?? []).map((column) => column.name);
  const data = [...new Set([...known, ...picked])];
  return (
    <MultiSelect
      id={id}
      size="xs"
      aria-describedby={describedBy}
      error={problems.length > 0}
      searchable
      clearable
      hidePickedOptions
      maxDropdownHeight={260}
      nothingFoundMessage={known.length === 0 ? words.inspector.noColumns : words.inspector.noChoices}
      placeholder={picked.length === 0 ? (field.placeholder ?? words.inspector.columnsPlaceholder) : ''}
      data={data}
      value={picked}
      onChange={onChange}
    />
  );
}
