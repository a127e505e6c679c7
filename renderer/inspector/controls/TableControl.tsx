import { ActionIcon, Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { TableCell } from '../../../flows/kit/fields.ts';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import { Messages } from '../Messages.tsx';
import styles from './controls.module.css';
import { FormulaInput } from '../../formula/FormulaInput.tsx';

type Entry = Readonly<Record<string, string>>;

/** A list of entries in order, each with the cells that the field names: sort keys, rules, values to replace. */
export function TableControl({ id, field, value, upstream, problems, onChange }: FieldProps) {
  const entries = (Array.isArray(value) ? value : []) as readonly Entry[];
  const cells = Object.entries(field.cells ?? {});
  const blank = Object.fromEntries(cells.map(([key, { options }]) => [key, options?.[0]?.value ?? '']));
  const swap = (a: number, b: number): void => onChange(entries.with(a, entries[b]!).with(b, entries[a]!));
  return (
    <div className={styles['list']}>
      {entries.map((entry, index) => {
        const name = `${field.title} ${index + 1}`;
        const found = problems.filter((problem) => problem.where.path?.[1] === index);
        return (
          // Entries may be equal while they are typed; the place in the list is what an entry is.
          // oxlint-disable-next-line react/no-array-index-key
          <fieldset key={index} className={styles['mapping']} aria-label={name}>
            {cells.map(([key, cell], place) => (
              <div key={key} className={styles['row']}>
                <div className={styles['grow']}>
                  <Cell
                    cell={cell}
                    label={`${cell.title}: ${name}`}
                    value={entry[key] ?? ''}
                    schema={upstream[cell.input ?? 0]}
                    isWrong={found.some((problem) => problem.where.path?.[2] === key)}
                    onChange={(next) => onChange(entries.with(index, { ...entry, [key]: next }))}
                  />
                </div>
                {place === 0 ? (
                  <>
                    <ActionIcon size={24} aria-label={`${words.inspector.moveUp}: ${name}`} disabled={index === 0} onClick={() => swap(index, index - 1)}>
                      <ArrowUp size={14} />
                    </ActionIcon>
                    <ActionIcon
                      size={24}
                      aria-label={`${words.inspector.moveDown}: ${name}`}
                      disabled={index === entries.length - 1}
                      onClick={() => swap(index, index + 1)}
                    >
                      <ArrowDown size={14} />
                    </ActionIcon>
                    <ActionIcon size={24} aria-label={`${words.remove}: ${name}`} onClick={() => onChange(entries.toSpliced(index, 1))}>
                      <X size={14} />
                    </ActionIcon>
                  </>
                ) : null}
              </div>
            ))}
            {found.length > 0 ? <Messages problems={found} /> : null}
          </fieldset>
        );
      })}
      <div className={styles['row']}>
        <Button
          id={id}
          size="compact-sm"
          variant="light"
          aria-label={`${words.inspector.addEntry}: ${field.title}`}
          leftSection={<Plus size={14} />}
          onClick={() => onChange([...entries, blank])}
        >
          {words.inspector.addEntry}
        </Button>
      </div>
    </div>
  );
}

interface CellProps {
  readonly cell: TableCell;
  readonly label: string;
  readonly value: string;
  readonly schema: FieldProps['upstream'][number];
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
}

function Cell({ cell, label, value, schema, isWrong, onChange }: CellProps) {
  const usual = { size: 'xs', 'aria-label': label, placeholder: cell.placeholder ?? cell.title, value, error: isWrong };
  if (cell.control === 'formula') {
    return <FormulaInput label={label} source={value} schema={schema} placeholder={cell.placeholder} input={cell.input} isWrong={isWrong} valueRows={1} onChange={onChange} />;
  }
  if (cell.control === 'column') {
    return <Autocomplete {...usual} data={(schema ?? []).map(({ name }) => name)} maxDropdownHeight={240} onChange={onChange} />;
  }
  if (cell.control === 'choice') {
    const data = (cell.options ?? []).map(({ value: option, title }) => ({ value: option, label: title }));
    return <Select {...usual} data={data} allowDeselect={false} onChange={(next) => next !== null && onChange(next)} />;
  }
  return <TextInput {...usual} onChange={(event) => onChange(event.target.value)} />;
}
