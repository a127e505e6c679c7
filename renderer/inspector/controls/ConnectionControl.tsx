import { Select } from '@mantine/core';
import { useConnections, useSelection } from '../../app/workbench.ts';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';
import styles from './controls.module.css';

const addNew = ' new';

/** One of the connections the app knows, or a new one. */
export function ConnectionControl({ id, describedBy, field, value, problems, onChange }: FieldProps) {
  const list = useConnections((state) => state.list);
  const showDialog = useSelection((state) => state.showDialog);
  const current = textOf(value);
  const fitting = list.filter((connection) => field.system === undefined || connection.system === field.system);
  const names = fitting.map((connection) => connection.name);
  const environments = new Map(fitting.map((connection) => [connection.name, words.connections.environments[connection.environment]]));
  const data = [
    ...(current && !names.includes(current) ? [current, ...names] : names).map((name) => ({ value: name, label: name })),
    { value: addNew, label: words.inspector.newConnection },
  ];
  return (
    <Select
      id={id}
      size="xs"
      aria-describedby={describedBy}
      error={problems.length > 0}
      placeholder={words.inspector.pickConnection}
      allowDeselect={false}
      data={data}
      renderOption={({ option }) => (
        <span className={styles['option']} data-action={option.value === addNew}>
          <span>{option.label}</span>
          <span className={styles['detail']}>{environments.get(option.value)}</span>
        </span>
      )}
      value={current === '' ? null : current}
      onChange={(next) => (next === addNew ? showDialog('connections') : onChange(next ?? ''))}
    />
  );
}
