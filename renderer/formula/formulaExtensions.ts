import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionStatus, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { Prec, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, hoverTooltip, keymap, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { findColumn } from '../../flows/kit/formula/columns.ts';
import { findFunction } from '../../flows/kit/formula/functions.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { words } from '../words/words.ts';
import { formulaSuggestions, wordBefore, type Suggestion } from './formulaSuggestions.ts';
import { formulaTheme } from './formulaTheme.ts';
import { functionHelp, nameHelp } from './functionHelp.ts';
import { highlightFormula } from './highlightFormula.ts';

/** Everything that makes a plain editor one for formulas. `schemaNow` gives the columns that come in, as they are when it is asked. */
export function formulaExtensions(schemaNow: () => Schema | undefined): Extension {
  return [
    formulaTheme,
    EditorView.lineWrapping,
    history(),
    bracketMatching(),
    closeBrackets(),
    colours,
    // Before the keys of the completion, which takes Escape for itself also while it only looks for suggestions and shows none.
    Prec.highest(keymap.of([{ key: 'Escape', run: leave }])),
    autocompletion({ override: [(context) => complete(context, schemaNow())], icons: false, activateOnTypingDelay: 0, interactionDelay: 0 }),
    hoverTooltip((view, at) => help(view, at, schemaNow()), { hoverTime: 250 }),
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      ...closeBracketsKeymap,
      ...historyKeymap,
      // Of the editor's own keys, those that are the window's do not reach it: Mod-Enter runs the flow.
      ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
    ]),
  ];
}

/** Escape closes the list of suggestions; with none on show, it gives the keyboard back to the window. */
function leave(view: EditorView): boolean {
  if (completionStatus(view.state) === 'active') return false;
  closeCompletion(view);
  view.contentDOM.blur();
  return true;
}

const marks = new Map(['column', 'function', 'keyword', 'number', 'text', 'sign', 'comment'].map((look) => [look, Decoration.mark({ class: `formula-${look}` })]));

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = colour(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = colour(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function colour(view: EditorView): DecorationSet {
  return Decoration.set(highlightFormula(view.state.doc.toString()).map(({ from, to, look }) => marks.get(look)!.range(from, to)));
}

function complete(context: CompletionContext, schema: Schema | undefined): CompletionResult | null {
  const source = context.state.doc.toString();
  const { word, from } = wordBefore(source, context.pos);
  if (word === '' && !context.explicit) return null;
  const options = formulaSuggestions(word, schema).map((suggestion) => option(suggestion, word.startsWith('{')));
  // What is typed next is matched anew: the list is short, and braces change what fits. At once, so that Enter right after a key takes what is on show.
  return { from, options, filter: false, update: (_shown, _from, _to, later) => complete(later, schema) };
}

function option(suggestion: Suggestion, isBraced: boolean): Completion {
  const { name, text } = suggestion;
  if (suggestion.kind === 'column') {
    const { type, label } = suggestion.column;
    return {
      label: name,
      detail: label ?? words.inspector.typeNames[type],
      apply: (view, _completion, from, to) => {
        // The brace that closed itself when the first was typed is part of the name that is put in.
        const end = isBraced && view.state.sliceDoc(to, to + 1) === '}' ? to + 1 : to;
        put(view, text, from, end, text.length);
      },
    };
  }
  const { called } = suggestion;
  return {
    label: name,
    detail: called.category,
    info: () => functionHelp(called),
    apply: (view, _completion, from, to) => {
      const isCalled = view.state.sliceDoc(to, to + 1) === '(';
      const takesNone = called.parameters.length === 0;
      put(view, isCalled ? name : text, from, to, name.length + (isCalled ? 0 : takesNone ? 2 : 1));
    },
  };
}

function put(view: EditorView, text: string, from: number, to: number, caret: number): void {
  view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + caret }, userEvent: 'input.complete', scrollIntoView: true });
}

/** What is under the pointer: a function, or a column that comes in. */
function help(view: EditorView, at: number, schema: Schema | undefined) {
  const source = view.state.doc.toString();
  const stretch = highlightFormula(source).find(({ from, to }) => from <= at && at <= to);
  if (!stretch) return null;
  const text = source.slice(stretch.from, stretch.to);
  const called = stretch.look === 'function' || stretch.look === 'keyword' ? findFunction(text) : undefined;
  const name = text.startsWith('{') ? text.slice(1, -1).replaceAll('}}', '}') : text;
  const column = stretch.look === 'column' && schema ? schema[findColumn(schema, name)] : undefined;
  if (!called && !column) return null;
  const dom = called ? functionHelp(called) : nameHelp(column!.label ?? column!.name, words.formula.column(words.inspector.typeNames[column!.type]));
  return { pos: stretch.from, end: stretch.to, above: true, create: () => ({ dom }) };
}
