import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { ListRestart, Plus, X } from 'lucide-react';
import { columnTypes, type ColumnSpec, type ColumnType } from '../../../flows/kit/schema.ts';
import { useLittleByLittle } from '../../ui/useLittleByLittle.ts';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import styles from './controls.module.css';
import { useChoices } from './useChoices.ts';

const types = columnTypes.map((type) => ({ value: type, label: words.inspector.typeNames[type] }));

/** The columns of a source and their types: read from the file or the org, then as the person wants them. */
export function ColumnTypesControl(props: FieldProps) {
  const { id, field, value, onChange } = props;
  const { isLoading, error, load } = useChoices(props);
  const columns = (Array.isArray(value) ? value : []) as readonly Pick<ColumnSpec, 'name' | 'type'>[];
  const drawn = useLittleByLittle(columns.length, 4);
  const read = async (): Promise<void> => {
    const choices = await load();
    if (choices) onChange(choices.map(({ value: name, type }) => ({ name, type: type ?? 'text' })));
  };
  const change = (index: number, next: { name: string; type: ColumnType }): void => onChange(columns.with(index, next));
  return (
    <div className={styles['list']}>
      {columns.slice(0, drawn).map((column, index) => (
        // Names may be equal while they are typed; the place in the list is what a row is.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['row']}>
          <TextInput
            size="xs"
            className={styles['grow']}
            aria-label={`${words.inspector.targetColumn} ${index + 1}`}
            value={column.name}
            onChange={(event) => change(index, { name: event.target.value, type: column.type })}
          />
          <Select
            size="xs"
            w={132}
            aria-label={`${field.title}, ${column.name}`}
            allowDeselect={false}
            data={types}
            value={column.type}
            onChange={(type) => change(index, { name: column.name, type: type ?? 'text' })}
          />
          <ActionIcon size={24} aria-label={`${words.remove}: ${column.name}`} onClick={() => onChange(columns.toSpliced(index, 1))}>
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      {columns.length === 0 ? <p className={styles['nothing']}>{field.placeholder ?? words.inspector.noColumnTypes}</p> : null}
      <div className={styles['row']}>
        <Button id={id} size="compact-sm" variant="light" loading={isLoading} leftSection={<ListRestart size={14} />} onClick={() => void read()}>
          {isLoading ? words.inspector.readingColumns : words.inspector.readColumns}
        </Button>
        <Button size="compact-sm" variant="subtle" leftSection={<Plus size={14} />} onClick={() => onChange([...columns, { name: '', type: 'text' }])}>
          {words.inspector.addColumn}
        </Button>
      </div>
      {error ? <p className={styles['trouble']}>{error}</p> : null}
    </div>
  );
}
