import { Button } from '@mantine/core';
import { ListPlus, Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { MappingEntry } from '../../../flows/kit/fields.ts';
import { writeColumn } from '../../../flows/kit/formula/columns.ts';
import { useFlow, useWorkbench } from '../../app/workbench.ts';
import { findTarget } from '../../mapping/findTarget.ts';
import { MapToFields } from '../../mapping/MapToFields.tsx';
import { useLittleByLittle } from '../../ui/useLittleByLittle.ts';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import styles from './controls.module.css';
import { MappingRow } from './MappingRow.tsx';

/** Target columns, each with the formula that fills it, in order. */
export function MappingControl(props: FieldProps) {
  const { id, node, value, upstream, problems, onChange } = props;
  const { definitions } = useWorkbench();
  const document = useFlow((state) => state.document);
  const target = useMemo(() => findTarget(document, node, definitions), [document, node, definitions]);
  const entries = (Array.isArray(value) ? value : []) as readonly MappingEntry[];
  const drawn = useLittleByLittle(entries.length, 3);
  const schema = upstream[0];
  const missing = (schema ?? []).filter((column) => !entries.some((entry) => entry.column === column.name));
  const swap = (a: number, b: number): void => onChange(entries.with(a, entries[b]!).with(b, entries[a]!));
  return (
    <div className={styles['list']}>
      {target && target.object !== '' && schema ? <MapToFields target={target} schema={schema} entries={entries} onDone={onChange} /> : null}
      {entries.slice(0, drawn).map((entry, index) => (
        // Names may be equal while they are typed; the place in the list is what a row is.
        <MappingRow
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          field={props}
          entry={entry}
          index={index}
          schema={schema}
          problems={problems.filter((problem) => problem.where.path?.[1] === index)}
          onChange={(next) => onChange(entries.with(index, next))}
          onRemove={() => onChange(entries.toSpliced(index, 1))}
          onUp={index > 0 ? () => swap(index, index - 1) : undefined}
          onDown={index < entries.length - 1 ? () => swap(index, index + 1) : undefined}
        />
      ))}
      <div className={styles['row']}>
        <Button id={id} size="compact-sm" variant="light" leftSection={<Plus size={14} />} onClick={() => onChange([...entries, { column: '', formula: '' }])}>
          {words.inspector.addColumn}
        </Button>
        {missing.length > 0 ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<ListPlus size={14} />}
            onClick={() => onChange([...entries, ...missing.map(({ name }) => ({ column: name, formula: writeColumn(name) }))])}
          >
            {words.inspector.addAll}
          </Button>
        ) : null}
      </div>
      {schema === undefined ? <p className={styles['nothing']}>{words.inspector.noColumns}</p> : null}
    </div>
  );
}
