import { ActionIcon, Select } from '@mantine/core';
import { X } from 'lucide-react';
import { words } from '../words/words.ts';
import styles from './FilterEditor.module.css';
import type { SortField } from './soqlQuery.ts';

interface Props {
  readonly order: readonly SortField[];
  readonly paths: readonly string[];
  readonly onChange: (order: readonly SortField[]) => void;
}

/** The fields records are sorted by, in turn. */
export function OrderEditor({ order, paths, onChange }: Props) {
  const free = paths.filter((path) => !order.some(({ field }) => field === path));
  return (
    <div className={styles['group']}>
      {order.map(({ field, isDescending, nulls }, index) => (
        <div key={field} className={styles['sort']}>
          <span className={styles['path']}>{field}</span>
          <Select
            size="xs"
            w={130}
            aria-label={`${words.soql.direction}: ${field}`}
            allowDeselect={false}
            data={[
              { value: 'up', label: words.soql.ascending },
              { value: 'down', label: words.soql.descending },
            ]}
            value={isDescending ? 'down' : 'up'}
            onChange={(next) => onChange(order.with(index, { field, isDescending: next === 'down', nulls }))}
          />
          <ActionIcon size={24} aria-label={words.soql.removeOrder(field)} onClick={() => onChange(order.toSpliced(index, 1))}>
            <X size={14} />
          </ActionIcon>
        </div>
      ))}
      <Select
        size="xs"
        aria-label={words.soql.addOrder}
        placeholder={words.soql.addOrder}
        searchable
        data={free}
        value={null}
        onChange={(next) => next !== null && onChange([...order, { field: next, isDescending: false, nulls: undefined }])}
      />
    </div>
  );
}
