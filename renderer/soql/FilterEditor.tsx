import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { ListPlus, Plus, X } from 'lucide-react';
import { words } from '../words/words.ts';
import styles from './FilterEditor.module.css';
import { FilterRow } from './FilterRow.tsx';
import { isGroup, type FilterGroup } from './soqlFilter.ts';
import type { OrgField } from './useOrgFields.ts';

interface Props {
  readonly group: FilterGroup;
  readonly depth?: number;
  /** The paths that can be filtered by, with their fields where these are known. */
  readonly fields: ReadonlyMap<string, OrgField | undefined>;
  /** The field of a new filter. */
  readonly first: string;
  readonly onChange: (group: FilterGroup) => void;
  readonly onRemove?: () => void;
}

/** Filters that must hold all together or any of them, and groups of such. */
export function FilterEditor({ group, depth = 0, fields, first, onChange, onRemove }: Props) {
  const { items, isAll } = group;
  const blank = { field: first, operator: '=', values: [''] } as const;
  return (
    <fieldset className={styles['group']} data-depth={depth} aria-label={words.soql.group(depth)}>
      {items.length > 1 || depth > 0 ? (
        <div className={styles['head']}>
          <SegmentedControl
            size="xs"
            aria-label={words.soql.combine}
            data={[
              { value: 'all', label: words.soql.all },
              { value: 'any', label: words.soql.any },
            ]}
            value={isAll ? 'all' : 'any'}
            onChange={(next) => onChange({ ...group, isAll: next === 'all' })}
          />
          {onRemove ? (
            <ActionIcon size={24} aria-label={words.soql.removeGroup} onClick={onRemove}>
              <X size={14} />
            </ActionIcon>
          ) : null}
        </div>
      ) : null}
      {items.length === 0 && depth === 0 ? <p className={styles['none']}>{words.soql.noFilters}</p> : null}
      {items.map((item, index) => {
        const place = {
          onChange: (next: typeof item) => onChange({ ...group, items: items.with(index, next) }),
          onRemove: () => onChange({ ...group, items: items.toSpliced(index, 1) }),
        };
        // Filters have no names and may be equal; their place is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        return isGroup(item) ? <FilterEditor key={index} group={item} depth={depth + 1} fields={fields} first={first} {...place} /> : <FilterRow key={index} condition={item} number={index + 1} fields={fields} {...place} />;
      })}
      <div className={styles['add']}>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<Plus size={14} />}
          onClick={() => onChange({ ...group, items: [...items, blank] })}
        >
          {words.soql.addFilter}
        </Button>
        {depth < 3 ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<ListPlus size={14} />}
            onClick={() => onChange({ ...group, items: [...items, { isAll: !isAll, items: [blank, blank] }] })}
          >
            {words.soql.addGroup}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}
