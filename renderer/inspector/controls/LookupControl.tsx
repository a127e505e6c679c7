import { Autocomplete, Loader } from '@mantine/core';
import { ChevronsUpDown } from 'lucide-react';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';
import styles from './controls.module.css';
import { useChoices } from './useChoices.ts';

/** A value that a file or an org knows: searched by name or label, or typed when the org cannot be asked. */
export function LookupControl(props: FieldProps) {
  const { id, describedBy, field, value, problems, onChange } = props;
  const { choices, isLoading, error, load } = useChoices(props);
  const details = new Map(choices.map((choice) => [choice.value, choice]));
  return (
    <div>
      <Autocomplete
        id={id}
        size="xs"
        aria-describedby={describedBy}
        error={problems.length > 0}
        placeholder={isLoading ? words.inspector.loadingChoices : (field.placeholder ?? words.inspector.searchChoices)}
        maxDropdownHeight={280}
        rightSection={isLoading ? <Loader size={14} /> : <ChevronsUpDown size={14} />}
        data={[...details.keys()]}
        filter={({ options, search }) => {
          const wanted = search.trim().toLowerCase();
          // A value picked before is no search: show everything.
          if (details.has(search)) return options;
          return options.filter((option) => 'value' in option && `${option.value} ${details.get(option.value)?.label ?? ''}`.toLowerCase().includes(wanted));
        }}
        renderOption={({ option }) => {
          const choice = details.get(option.value);
          return (
            <span className={styles['option']}>
              <span>{choice?.label ?? option.value}</span>
              {choice && (choice.label !== choice.value || choice.detail) ? <span className={styles['detail']}>{choice.detail ?? choice.value}</span> : null}
            </span>
          );
        }}
        value={textOf(value)}
        onDropdownOpen={() => void load()}
        onChange={onChange}
      />
      {error ? <p className={styles['trouble']}>{error}</p> : null}
    </div>
  );
}
