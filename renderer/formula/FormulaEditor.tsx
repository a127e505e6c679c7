import { diagnosticCount, setDiagnostics } from '@codemirror/lint';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import { EditorView, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import type { FormulaProblem } from '../../flows/kit/formula/formula.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { formulaExtensions } from './formulaExtensions.ts';
import { pauseMs } from './useTyped.ts';

export interface FormulaEditorProps {
  readonly id?: string | undefined;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly source: string;
  readonly schema: Schema | undefined;
  readonly placeholder: string;
  readonly isWrong: boolean;
  /** It can be read and copied, and not changed. */
  readonly isFixed: boolean;
  readonly problems: readonly FormulaProblem[];
  /** What was selected in the field that this one replaces, if that had the keyboard. */
  readonly selection: { readonly current: readonly [number, number] | undefined };
  readonly isTyping: boolean;
  /** What has been typed and not yet handed over. */
  readonly waiting: () => string | undefined;
  readonly onChange: (source: string) => void;
  /** Where the caret is; undefined while the keyboard is elsewhere. */
  readonly onCaret: (caret: number | undefined) => void;
}

/** Marks a change that comes from the document (undo, another window part), not from typing here. */
const fromOutside = Annotation.define<boolean>();

/** CodeMirror as a React component. Loaded only when a formula is on show: `React.lazy` needs the default export. */
export default function FormulaEditor(props: FormulaEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const view = useRef<EditorView>(undefined);
  const { id, label, describedBy, isWrong, isFixed, source, isTyping, waiting, problems } = props;
  const [naming] = useState(() => new Compartment());

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: latest.current.waiting() ?? latest.current.source,
        extensions: [
          formulaExtensions(() => latest.current.schema),
          placeholderText(latest.current.placeholder),
          naming.of([]),
          EditorView.updateListener.of((update) => {
            const { onChange, onCaret } = latest.current;
            if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) onChange(update.state.doc.toString());
            if (update.selectionSet || update.docChanged || update.focusChanged) onCaret(editor.hasFocus ? update.state.selection.main.head : undefined);
          }),
        ],
      }),
    });
    view.current = editor;
    const selected = latest.current.selection.current;
    if (selected) {
      editor.dispatch({ selection: { anchor: selected[0], head: selected[1] } });
      editor.focus();
    }
    return () => editor.destroy();
  }, [naming]);

  useEffect(() => {
    const attributes = {
      ...(id === undefined ? {} : { id }),
      ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
      'aria-label': label,
      'aria-invalid': String(isWrong),
      'aria-readonly': String(isFixed),
      spellcheck: 'false',
    };
    view.current!.dispatch({ effects: naming.reconfigure([EditorView.contentAttributes.of(attributes), EditorState.readOnly.of(isFixed)]) });
  }, [naming, id, label, describedBy, isWrong, isFixed]);

  useEffect(() => {
    const editor = view.current!;
    const now = editor.state.doc.toString();
    if (!isTyping && waiting() === undefined && now !== source) editor.dispatch({ changes: { from: 0, to: now.length, insert: source }, annotations: fromOutside.of(true) });
  }, [isTyping, source, waiting]);

  useEffect(() => {
    const editor = view.current!;
    const show = (): void => {
      if (problems.length === 0 && diagnosticCount(editor.state) === 0) return;
      const { length } = editor.state.doc;
      const diagnostics = problems.map(({ from, to, message, hint }) => ({
        from: Math.min(from, Math.max(0, length - 1)),
        to: Math.min(Math.max(to, from + 1), length),
        severity: 'error' as const,
        message: hint === undefined ? message : `${message} ${hint}`,
      }));
      editor.dispatch(setDiagnostics(editor.state, diagnostics));
    };
    // At the pause at which their words come too: a word half typed is no fault yet.
    const timer = setTimeout(show, pauseMs);
    return () => clearTimeout(timer);
  }, [problems]);

  return <div ref={place} />;
}
