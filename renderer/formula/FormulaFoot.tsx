import { Button } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { memo, useMemo, type MouseEvent } from 'react';
import type { Batch } from '../../flows/kit/batch.ts';
import type { CompiledFormula } from '../../flows/kit/formula/formula.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { words } from '../words/words.ts';
import { callAt } from './callAt.ts';
import styles from './FormulaFoot.module.css';
import { useSampleRows, type SampleRows } from './sampleRows.ts';
import { sampleValue, type SampleValue } from './sampleValue.ts';
import { Signature } from './Signature.tsx';

interface Props {
  readonly source: string;
  readonly formula: CompiledFormula | undefined;
  /** The formula is that of before the last keys. */
  readonly isOld: boolean;
  readonly input: number;
  readonly caret: number | undefined;
  /** The focus is in the formula or in what stands below it. */
  readonly hasFocus: boolean;
  readonly rows: number;
}

/** Below a formula: how the function around the caret is written, and what the formula gives for sample rows. */
export const FormulaFoot = memo(function FormulaFoot({ source, formula, isOld, input, caret, hasFocus, rows }: Props) {
  const sample = useSampleRows(input);
  const call = caret === undefined ? undefined : callAt(source, caret);
  if (!call && (!sample || !formula)) return null;
  return (
    <div className={styles['foot']}>
      {call ? <Signature call={call} /> : null}
      {sample && formula ? <Values sample={sample} formula={formula} isOld={isOld} rows={rows} canStep={hasFocus || rows > 1} /> : null}
    </div>
  );
});

/** A button here takes no focus from the editor when it is clicked: without focus the signature goes, and the button moves away under the pointer. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

interface ValuesProps extends Pick<Props, 'isOld' | 'rows'> {
  readonly sample: SampleRows;
  readonly formula: CompiledFormula;
  readonly canStep: boolean;
}

function Values({ sample, formula, isOld, rows, canStep }: ValuesProps) {
  const { batch, at, step, load } = sample;
  const shown = useMemo(() => (batch ? valuesOf(formula, batch, at, rows) : []), [formula, batch, at, rows]);
  if (!batch) {
    if (!canStep) return null;
    if (sample.isLoading) return <p className={styles['note']}>{words.formula.loading}</p>;
    return (
      <div className={styles['ask']}>
        {sample.error === undefined ? null : <p className={styles['note']}>{sample.error}</p>}
        <Button size="compact-xs" variant="subtle" onMouseDown={keepFocus} onClick={load}>
          {words.formula.load}
        </Button>
      </div>
    );
  }
  if (batch.rowCount === 0) return <p className={styles['note']}>{words.formula.noRows}</p>;
  const last = Math.min(at + rows, batch.rowCount);
  return (
    <div className={styles['values']} data-old={isOld} role="group" aria-label={words.formula.values} data-testid="formula-values">
      <ol className={styles['list']} start={at + 1}>
        {shown.map(({ row, text, kind }) => (
          <li key={row} className={styles['value']} data-kind={kind}>
            {rows > 1 ? <span className={styles['number']}>{row + 1}</span> : <span className={styles['number']}>=</span>}
            <span className={styles['cell']} title={text}>
              {text}
            </span>
          </li>
        ))}
      </ol>
      {canStep ? <Steps at={at} last={last} count={batch.rowCount} rows={rows} step={step} /> : null}
    </div>
  );
}

const Steps = memo(function Steps({ at, last, count, rows, step }: { readonly at: number; readonly last: number; readonly count: number; readonly rows: number; readonly step: SampleRows['step'] }) {
  return (
    <div className={styles['steps']}>
      <span>{words.formula.rows(at + 1, last, count)}</span>
      <IconButton label={words.formula.before} icon={<ChevronLeft size={14} />} size={24} disabled={at === 0} onMouseDown={keepFocus} onClick={() => step(-rows)} />
      <IconButton label={words.formula.next} icon={<ChevronRight size={14} />} size={24} disabled={last >= count} onMouseDown={keepFocus} onClick={() => step(rows)} />
    </div>
  );
});

function valuesOf(formula: CompiledFormula, batch: Batch, at: number, rows: number): (SampleValue & { readonly row: number })[] {
  const last = Math.min(at + rows, batch.rowCount);
  return Array.from({ length: Math.max(0, last - at) }, (_, index) => ({ row: at + index, ...sampleValue(formula, batch, at + index) }));
}
