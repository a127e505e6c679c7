import { ActionIcon, Autocomplete, Select, TagsInput } from '@mantine/core';
import { X } from 'lucide-react';
import { words } from '../words/words.ts';
import styles from './FilterEditor.module.css';
import { severalValues, type FilterCondition, type FilterOperator } from './soqlFilter.ts';
import type { OrgField } from './useOrgFields.ts';

interface Props {
  readonly condition: FilterCondition;
  readonly number: number;
  readonly fields: ReadonlyMap<string, OrgField | undefined>;
  readonly onChange: (condition: FilterCondition) => void;
  readonly onRemove: () => void;
}

const dates = ['TODAY', 'YESTERDAY', 'THIS_WEEK', 'LAST_WEEK', 'THIS_MONTH', 'LAST_MONTH', 'THIS_YEAR', 'LAST_YEAR', 'LAST_N_DAYS:30'];

/** One filter: a field, how it compares, and with what. */
export function FilterRow({ condition: { field, operator, values }, number, fields, onChange, onRemove }: Props) {
  const known = fields.get(field);
  const change = (next: Partial<FilterCondition>): void => onChange({ field, operator, values, ...next });
  const operators = operatorsFor(known).includes(operator) ? operatorsFor(known) : [operator, ...operatorsFor(known)];
  const hints = known?.kind === 'boolean' ? ['true', 'false'] : known?.type === 'date' || known?.type === 'datetime' ? dates : (known?.values ?? []);
  const paths = [...new Set([field, ...fields.keys()])].filter((path) => path !== '');
  return (
    <div className={styles['row']} data-testid={`soql-filter-${number}`}>
      <Select
        size="xs"
        aria-label={`${words.soql.filterField} ${number}`}
        searchable
        allowDeselect={false}
        data={paths.map((path) => ({ value: path, label: fields.get(path)?.label === undefined || path.includes('.') ? path : fields.get(path)!.label }))}
        value={field}
        onChange={(next) => next !== null && change({ field: next })}
      />
      <Select
        size="xs"
        aria-label={`${words.soql.operator} ${number}`}
        allowDeselect={false}
        data={operators.map((one) => ({ value: one, label: words.soql.operators[one] }))}
        value={operator}
        onChange={(next) => next !== null && change(withOperator(next, values))}
      />
      {operator === 'blank' || operator === 'notBlank' ? (
        <span />
      ) : severalValues.has(operator) ? (
        <TagsInput
          size="xs"
          aria-label={`${words.soql.values} ${number}`}
          placeholder={values.length === 0 ? words.soql.valuesHint : ''}
          data={[...hints]}
          value={values.filter((value) => value !== '')}
          onChange={(next) => change({ values: next })}
        />
      ) : (
        <Autocomplete size="xs" aria-label={`${words.soql.value} ${number}`} data={[...hints]} value={values[0] ?? ''} onChange={(next) => change({ values: [next] })} />
      )}
      <ActionIcon size={24} aria-label={`${words.soql.removeFilter} ${number}`} onClick={onRemove}>
        <X size={14} />
      </ActionIcon>
    </div>
  );
}

function withOperator(operator: FilterOperator, values: readonly string[]): Partial<FilterCondition> {
  if (operator === 'blank' || operator === 'notBlank') return { operator, values: [] };
  const filled = values.filter((value) => value !== '');
  return { operator, values: severalValues.has(operator) ? filled : [filled[0] ?? ''] };
}

function operatorsFor(field: OrgField | undefined): readonly FilterOperator[] {
  const blanks = ['blank', 'notBlank'] as const;
  if (field?.kind === 'boolean') return ['=', '!='];
  if (field?.kind === 'multipicklist') return ['INCLUDES', 'EXCLUDES', ...blanks];
  if (field?.kind === 'picklist' || field?.kind === 'reference' || field?.kind === 'id') return ['=', '!=', 'IN', 'NOT IN', ...blanks];
  if (field && field.type !== 'text') return ['=', '!=', '<', '<=', '>', '>=', ...blanks];
  return ['=', '!=', 'LIKE', 'IN', 'NOT IN', '<', '<=', '>', '>=', ...blanks];
}
