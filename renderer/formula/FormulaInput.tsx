import { Suspense, lazy, memo, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { compileFormula } from '../../flows/kit/formula/compileFormula.ts';
import type { FormulaProblem } from '../../flows/kit/formula/formula.ts';
import type { ColumnType, Schema } from '../../flows/kit/schema.ts';
import { useFlow } from '../app/workbench.ts';
import { ColumnTypeIcon } from '../ui/ColumnTypeIcon.tsx';
import { words } from '../words/words.ts';
import { isOfThen } from '../stores/flowStore.ts';
import { FormulaFoot } from './FormulaFoot.tsx';
import styles from './FormulaInput.module.css';
import { useTyped } from './useTyped.ts';

const FormulaEditor = lazy(() => import('./FormulaEditor.tsx'));

interface Props {
  readonly id?: string;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly source: string;
  /** The columns the formula may use; undefined where they are not known. */
  readonly schema: Schema | undefined;
  /** The in-port whose rows it reads, counted from 0. */
  readonly input?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly isWrong: boolean;
  /** So many sample rows show their value below: one in lists of formulas, three where a formula stands alone. */
  readonly valueRows: number;
  readonly onChange: (source: string) => void;
}

const none: readonly FormulaProblem[] = [];

/** Where formulas are written: coloured, completed, faults underlined where they are; below it the value for sample rows as one types. */
export function FormulaInput({ source: given, schema, placeholder, isWrong, valueRows, input = 0, onChange, ...names }: Props) {
  const { text: source, write, flush } = useTyped(given, onChange);
  const isFixed = useFlow(isOfThen);
  const [caret, setCaret] = useState<number | undefined>(undefined);
  const [hasFocus, setFocus] = useState(false);
  // Who types while the editor is on its way goes on typing where they are.
  const selection = useRef<readonly [number, number]>(undefined);
  const waiting = useCallback((area: HTMLTextAreaElement) => {
    return () => {
      if (document.activeElement === area) selection.current = [area.selectionStart, area.selectionEnd];
    };
  }, []);
  // What follows from the text comes right behind it: the frame that shows a key waits for none of it.
  const [shown, shownCaret] = [useDeferredValue(source), useDeferredValue(caret)];
  const compiled = useMemo(() => (schema && shown.trim() !== '' ? compileFormula(shown, schema) : undefined), [shown, schema]);
  const type = compiled?.formula?.type;
  const hint = placeholder ?? words.formula.placeholder;
  return (
    <div
      className={styles['formula']}
      data-wrong={isWrong}
      data-testid="formula"
      onFocus={() => setFocus(true)}
      onBlur={(event) => {
        flush();
        // What can be tabbed to from the editor stays while it has the focus.
        if (!event.currentTarget.contains(event.relatedTarget)) setFocus(false);
      }}
      // Save, run and undo mean what has been typed.
      onKeyDownCapture={(event) => (event.ctrlKey || event.metaKey) && flush()}
    >
      <div className={styles['text']}>
        <Suspense
          fallback={
            <textarea
              ref={waiting}
              className={styles['waiting']}
              aria-label={names.label}
              spellCheck={false}
              rows={Math.max(1, Math.ceil(source.length / 38))}
              placeholder={hint}
              value={source}
              onChange={(event) => write(event.target.value)}
              onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            />
          }
        >
          <FormulaEditor
            {...names}
            source={source}
            schema={schema}
            placeholder={hint}
            isWrong={isWrong}
            isFixed={isFixed}
            problems={compiled?.problems ?? none}
            selection={selection}
            onChange={write}
            onCaret={setCaret}
          />
        </Suspense>
        {type === undefined ? null : <ResultType type={type} />}
      </div>
      <FormulaFoot source={shown} formula={compiled?.formula} input={input} caret={shownCaret} hasFocus={hasFocus} rows={valueRows} />
    </div>
  );
}

const ResultType = memo(function ResultType({ type }: { readonly type: ColumnType }) {
  return (
    <span className={styles['result']} title={words.formula.gives(words.inspector.typeNames[type])}>
      <ColumnTypeIcon type={type} />
    </span>
  );
});
