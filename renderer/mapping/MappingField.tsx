import { ActionIcon, Select } from '@mantine/core';
import { ArrowRight, Check, SquareFunction, X } from 'lucide-react';
import { memo, useMemo, useState, type ReactNode } from 'react';
import { writeColumn } from '../../flows/kit/formula/columns.ts';
import { compileFormula } from '../../flows/kit/formula/compileFormula.ts';
import type { MappingSuggestion } from '../../flows/kit/mapping/suggestMapping.ts';
import { formatCell, type Schema } from '../../flows/kit/schema.ts';
import { FormulaInput } from '../formula/FormulaInput.tsx';
import { sampleValue } from '../formula/sampleValue.ts';
import type { SampleRows } from '../formula/sampleRows.ts';
import { ColumnTypeIcon } from '../ui/ColumnTypeIcon.tsx';
import { words } from '../words/words.ts';
import styles from './MappingDialog.module.css';
import { accept, fill, reject, type MappingDraft, type TargetField } from './mappingDraft.ts';

interface Props {
  readonly field: TargetField;
  readonly object: string;
  readonly isKnown: boolean;
  /** A write needs it, and nothing fills it. */
  readonly isMissing: boolean;
  readonly schema: Schema;
  readonly sample: SampleRows | undefined;
  /** What fills it; undefined: nothing. */
  readonly formula: string | undefined;
  readonly suggestion: MappingSuggestion | undefined;
  readonly change: (change: (draft: MappingDraft) => MappingDraft) => void;
}

const byFormula = ' formula';

/** One field: the column or formula that fills it, or a suggestion with its reason, and the value for the sample row. */
export const MappingField = memo(function MappingField({ field, object, isKnown, isMissing, schema, sample, formula, suggestion, change }: Props) {
  const { name, label, kind, type, isRequired } = field;
  const allowed = field.values.join(', ');
  const [isWriting, setIsWriting] = useState(false);
  const shown = formula ?? (suggestion && writeColumn(suggestion.column));
  const compiled = useMemo(() => (shown === undefined || shown.trim() === '' ? undefined : compileFormula(shown, schema)), [shown, schema]);
  const column = compiled?.formula?.column;
  const isFormula = formula !== undefined && column === undefined;
  const data = [...(isFormula ? [{ value: byFormula, label: formula || words.mapping.formula }] : []), ...schema.map((one) => ({ value: one.name, label: one.label ?? one.name }))];
  const value = isFormula ? byFormula : column === undefined ? null : schema[column]!.name;
  return (
    <li className={styles['field']} data-suggested={suggestion !== undefined} data-missing={isMissing && shown === undefined} data-testid={`mapping-${name}`}>
      <div className={styles['source']}>
        <Select
          size="xs"
          className={styles['pick']}
          aria-label={words.mapping.sourceFor(label)}
          placeholder={words.mapping.pick}
          searchable
          allowDeselect={false}
          maxDropdownHeight={260}
          nothingFoundMessage={words.inspector.noChoices}
          data={data}
          value={value}
          renderOption={({ option }) => <ColumnOption schema={schema} sample={sample} name={option.value} label={option.label} />}
          onChange={(next) => next !== byFormula && next !== null && change((draft) => fill(draft, name, writeColumn(next)))}
        />
        <ActionIcon
          size={28}
          aria-label={words.mapping.editFormula(label)}
          aria-expanded={isWriting}
          variant={isFormula ? 'light' : 'subtle'}
          onClick={() => setIsWriting(!isWriting)}
        >
          <SquareFunction size={16} />
        </ActionIcon>
        <ActionIcon
          size={28}
          aria-label={words.mapping.clear(label)}
          disabled={formula === undefined}
          onClick={() => change((draft) => fill(draft, name, undefined))}
        >
          <X size={14} />
        </ActionIcon>
      </div>
      <ArrowRight size={14} className={styles['arrow']} aria-hidden="true" />
      <div className={styles['target']}>
        <span className={styles['type']}>{type ? <ColumnTypeIcon type={type} /> : null}</span>
        <span className={styles['label']}>
          {label}
          {isRequired ? <span className={styles['required']}>{words.mapping.required}</span> : null}
          {isKnown ? null : <span className={styles['required']}>{words.mapping.noField(object)}</span>}
        </span>
        <span className={styles['api']} title={allowed}>
          {[name, kind, allowed].filter(Boolean).join(' · ')}
        </span>
      </div>
      {suggestion ? (
        <Suggested suggestion={suggestion} label={label} onAccept={() => change((draft) => accept(draft, name))} onReject={() => change((draft) => reject(draft, name))}>
          <Value compiled={compiled} sample={sample} />
        </Suggested>
      ) : (
        <Value compiled={compiled} sample={sample} />
      )}
      {isWriting ? (
        <div className={styles['formula']}>
          <FormulaInput
            label={`${words.inspector.formula}: ${label}`}
            source={formula ?? ''}
            schema={schema}
            isWrong={(compiled?.problems.length ?? 0) > 0}
            valueRows={3}
            onChange={(next) => change((draft) => fill(draft, name, next === '' ? undefined : next))}
          />
        </div>
      ) : null}
    </li>
  );
});

interface SuggestedProps {
  readonly suggestion: MappingSuggestion;
  readonly label: string;
  readonly onAccept: () => void;
  readonly onReject: () => void;
  /** The value for the sample row. */
  readonly children: ReactNode;
}

function Suggested({ suggestion: { score, reason }, label, onAccept, onReject, children }: SuggestedProps) {
  const said = words.mapping.reasons[reason.kind];
  return (
    <div className={styles['suggested']} data-sure={score >= 0.85}>
      <span className={styles['reason']}>
        <b>{words.mapping.confidence(score)}</b> {reason.hasFittingValues && reason.kind !== 'values' ? words.mapping.reasonWithValues(said) : said}
        {children}
      </span>
      <ActionIcon size={24} color="green" variant="light" aria-label={words.mapping.accept(label)} onClick={onAccept}>
        <Check size={14} />
      </ActionIcon>
      <ActionIcon size={24} variant="subtle" aria-label={words.mapping.reject(label)} onClick={onReject}>
        <X size={14} />
      </ActionIcon>
    </div>
  );
}

function Value({ compiled, sample }: { readonly compiled: ReturnType<typeof compileFormula> | undefined; readonly sample: SampleRows | undefined }) {
  if (compiled?.problems[0]) return <span className={styles['value']} data-kind="fault">{compiled.problems[0].message}</span>;
  const formula = compiled?.formula;
  const batch = sample?.batch;
  if (!formula || !batch || batch.rowCount === 0) return <span className={styles['value']} />;
  const { text, kind } = sampleValue(formula, batch, sample.at);
  return (
    <span className={styles['value']} data-kind={kind} title={text}>
      {text}
    </span>
  );
}

function ColumnOption({ schema, sample, name, label }: { readonly schema: Schema; readonly sample: SampleRows | undefined; readonly name: string; readonly label: string }) {
  const index = schema.findIndex((column) => column.name === name);
  const column = schema[index];
  if (!column) return <span className={styles['option']}>{label}</span>;
  const cell = sample?.batch && sample.batch.rowCount > 0 ? sample.batch.columns[index]?.value(sample.at) : undefined;
  return (
    <span className={styles['option']}>
      <ColumnTypeIcon type={column.type} />
      <span>{label}</span>
      {cell === undefined || cell === null ? null : <span className={styles['example']}>{formatCell(column.type, cell)}</span>}
    </span>
  );
}
