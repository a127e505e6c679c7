import { Suspense, lazy, memo, useCallback, useMemo, useRef, useState } from 'react';
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
export function FormulaInput({ source, schema, placeholder, isWrong, valueRows, input = 0, onChange, ...names }: Props) {
  const { text, caret, isTyping, waiting, write, place, flush } = useTyped(source, onChange);
  const isFixed = useFlow(isOfThen);
  const [hasFocus, setFocus] = useState(false);
  // Who types while the editor is on its way goes on typing where they are.
  const selection = useRef<readonly [number, number]>(undefined);
  const early = useCallback((area: HTMLTextAreaElement) => {
    return () => {
      if (document.activeElement === area) selection.current = [area.selectionStart, area.selectionEnd];
    };
  }, []);
  const compiled = useMemo(() => (schema && text.trim() !== '' ? compileFormula(text, schema) : undefined), [text, schema]);
  const [working, setWorking] = useState(compiled?.formula);
  if (compiled?.formula && compiled.formula !== working) setWorking(compiled.formula);
  // Half a word is no formula: what stands below goes on standing there, faint, until a pause.
  const isHalf = isTyping && compiled !== undefined && compiled.formula === undefined;
  const formula = isHalf ? working : compiled?.formula;
  const type = formula?.type;
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
              ref={early}
              className={styles['waiting']}
              aria-label={names.label}
              spellCheck={false}
              rows={Math.max(1, Math.ceil(text.length / 38))}
              placeholder={hint}
              defaultValue={text}
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
            isTyping={isTyping}
            waiting={waiting}
            onChange={write}
            onCaret={place}
          />
        </Suspense>
        {type === undefined ? null : <ResultType type={type} />}
      </div>
      <FormulaFoot source={text} formula={formula} isOld={isHalf} input={input} caret={caret} hasFocus={hasFocus} rows={valueRows} />
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
