import { ActionIcon, Autocomplete } from '@mantine/core';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { Problem } from '../../../flows/kit/errors.ts';
import type { MappingEntry } from '../../../flows/kit/fields.ts';
import type { Schema } from '../../../flows/kit/schema.ts';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import { Messages } from '../Messages.tsx';
import styles from './controls.module.css';
import { FormulaInput } from '../../formula/FormulaInput.tsx';
import { useChoices } from './useChoices.ts';

interface Props {
  readonly field: FieldProps;
  readonly entry: MappingEntry;
  readonly index: number;
  readonly schema: Schema | undefined;
  readonly problems: readonly Problem[];
  readonly onChange: (entry: MappingEntry) => void;
  readonly onRemove: () => void;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

/** One target column and its formula. */
export function MappingRow({ field, entry, index, schema, problems, onChange, onRemove, onUp, onDown }: Props) {
  const { choices, load } = useChoices(field);
  const targets = field.field.lookup ? choices.map((choice) => choice.value) : (schema ?? []).map((column) => column.name);
  const name = entry.column || `${words.inspector.targetColumn} ${index + 1}`;
  return (
    <fieldset className={styles['mapping']} aria-label={name}>
      <div className={styles['row']}>
        <Autocomplete
          size="xs"
          className={styles['grow']}
          aria-label={`${words.inspector.targetColumn} ${index + 1}`}
          placeholder={words.inspector.targetColumn}
          data={[...new Set(targets)]}
          maxDropdownHeight={240}
          value={entry.column}
          error={problems.some((problem) => problem.where.path?.[2] === 'column')}
          onDropdownOpen={() => field.field.lookup && void load()}
          onChange={(column) => onChange({ ...entry, column })}
        />
        <ActionIcon size={24} aria-label={`${words.inspector.moveUp}: ${name}`} disabled={!onUp} onClick={onUp}>
          <ArrowUp size={14} />
        </ActionIcon>
        <ActionIcon size={24} aria-label={`${words.inspector.moveDown}: ${name}`} disabled={!onDown} onClick={onDown}>
          <ArrowDown size={14} />
        </ActionIcon>
        <ActionIcon size={24} aria-label={`${words.remove}: ${name}`} onClick={onRemove}>
          <X size={14} />
        </ActionIcon>
      </div>
      <FormulaInput
        label={`${words.inspector.formula}: ${name}`}
        source={entry.formula}
        schema={schema}
        isWrong={problems.some((problem) => problem.where.path?.[2] !== 'column')}
        valueRows={1}
        onChange={(formula) => onChange({ ...entry, formula })}
      />
      {problems.length > 0 ? <Messages problems={problems} /> : null}
    </fieldset>
  );
}
