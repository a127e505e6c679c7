import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { compileFormula } from '../../../flows/kit/formula/compileFormula.ts';
import { formulaFunctions } from '../../../flows/kit/formula/functions.ts';
import type { FormulaProblem } from '../../../flows/kit/formula/formula.ts';
import type { Schema } from '../../../flows/kit/schema.ts';
import { words } from '../../app/words.ts';
import { ColumnTypeIcon } from '../../ui/ColumnTypeIcon.tsx';
import { suggestionsFor, wordBefore, type Suggestion } from './formulaCaret.ts';
import styles from './FormulaInput.module.css';

interface Props {
  readonly id?: string;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly source: string;
  /** The columns the formula may use; undefined where they are not known. */
  readonly schema: Schema | undefined;
  readonly placeholder?: string | undefined;
  readonly isWrong: boolean;
  readonly onChange: (source: string) => void;
}

/** Where formulas are written: faults are underlined where they are, columns and functions are suggested, the type of the result is said. */
export function FormulaInput({ id, label, describedBy, source, schema, placeholder, isWrong, onChange }: Props) {
  const listId = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | undefined>(undefined);
  const [at, setAt] = useState(0);
  const compiled = schema && source.trim() !== '' ? compileFormula(source, schema) : undefined;
  const piece = caret === undefined ? undefined : wordBefore(source, caret);
  const suggestions = piece ? suggestionsFor(piece.word, schema, formulaFunctions) : [];
  const active = suggestions[Math.min(at, suggestions.length - 1)];

  const take = (suggestion: Suggestion): void => {
    if (!piece || caret === undefined) return;
    const after = source.slice(caret).replace(/^\}/, piece.word.startsWith('{') ? '' : '}');
    const before = source.slice(0, piece.from) + suggestion.insert;
    onChange(before + after);
    setCaret(undefined);
    requestAnimationFrame(() => area.current?.setSelectionRange(before.length - suggestion.back, before.length - suggestion.back));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!active || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((Math.min(at, suggestions.length - 1) + step + suggestions.length) % suggestions.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(active);
    else if (event.key === 'Escape') setCaret(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles['formula']} data-wrong={isWrong}>
      <div className={styles['text']}>
        <pre className={styles['mirror']} aria-hidden="true">
          {underlined(source, compiled?.problems ?? [])}{' '}
        </pre>
        <textarea
          ref={area}
          id={id}
          className={styles['area']}
          aria-label={label}
          aria-describedby={describedBy}
          aria-invalid={isWrong}
          aria-autocomplete="list"
          aria-controls={suggestions.length > 0 ? listId : undefined}
          aria-activedescendant={active ? `${listId}-${active.text}` : undefined}
          spellCheck={false}
          autoComplete="off"
          rows={1}
          placeholder={placeholder ?? words.inspector.formulaPlaceholder}
          value={source}
          onChange={(event) => {
            onChange(event.target.value);
            setCaret(event.target.selectionStart);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setCaret(undefined)}
        />
      </div>
      {compiled?.formula ? (
        <span className={styles['result']} title={words.inspector.formulaResult(words.inspector.typeNames[compiled.formula.type])}>
          <ColumnTypeIcon type={compiled.formula.type} />
        </span>
      ) : null}
      {suggestions.length > 0 ? (
        <div id={listId} role="listbox" aria-label={words.inspector.suggestions} className={styles['suggestions']}>
          {suggestions.map((suggestion) => (
            <div
              key={`${suggestion.kind} ${suggestion.text}`}
              id={`${listId}-${suggestion.text}`}
              role="option"
              className={styles['suggestion']}
              aria-selected={suggestion === active}
              // Before the blur, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                take(suggestion);
              }}
            >
              <span className={styles['name']}>{suggestion.text}</span>
              <span className={styles['detail']}>{suggestion.detail}</span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** The source with its faults marked. A fault at the end marks the blank after it. */
function underlined(source: string, problems: readonly FormulaProblem[]): ReactNode[] {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const { from, to, message } of problems.toSorted((a, b) => a.from - b.from)) {
    if (from < done) continue;
    const end = Math.max(to, from + 1);
    parts.push(source.slice(done, from), <mark key={`${from} ${message}`}>{source.slice(from, end) || ' '}</mark>);
    done = end;
  }
  return [...parts, source.slice(done)];
}
