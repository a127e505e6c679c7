import { NodeResizer, type NodeProps, type ResizeParams } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import { useSelection, useWorkbench } from '../app/workbench.ts';
import { Markdown } from '../ui/Markdown.tsx';
import { words } from '../words/words.ts';
import styles from './NoteCard.module.css';
import { leastNote, noteViewId } from './notes.ts';
import type { NoteView } from './viewCanvas.ts';

/** A remark on the canvas. A double click, or Enter while it is picked, writes in it; Escape or a click elsewhere ends that. */
export const NoteCard = memo(function NoteCard({ data, selected }: NodeProps<NoteView>) {
  const { id, note } = data;
  const { flow, selection } = useWorkbench();
  const isWriting = useSelection((state) => state.writing === id);
  const write = (is: boolean): void => selection.getState().setWriting(is ? id : undefined);
  const resized = (_event: unknown, { x, y, width, height }: ResizeParams): void =>
    flow.getState().edit({ edit: 'putNote', id, note: { text: note.text, x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) } });
  return (
    <>
      <NodeResizer isVisible={selected} minWidth={leastNote.width} minHeight={leastNote.height} lineClassName={styles['line']!} handleClassName={styles['corner']!} onResizeEnd={resized} />
      {/* The canvas gives the keyboard to what is picked, and the Inspector has the same text. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={styles['note']} data-selected={selected} data-testid={`note-${id}`} onDoubleClick={() => write(true)}>
        {isWriting ? (
          <NoteText
            text={note.text}
            onChange={(text) => flow.getState().edit({ edit: 'putNote', id, note: { ...note, text } }, `text of ${noteViewId(id)}`)}
            onEnd={() => write(false)}
          />
        ) : note.text.trim() === '' ? (
          <p className={styles['hint']}>{words.annotations.noteHint}</p>
        ) : (
          <Markdown text={note.text} />
        )}
      </div>
    </>
  );
});

interface TextProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onEnd: () => void;
}

function NoteText({ text, onChange, onEnd }: TextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <textarea
      ref={field}
      className={`${styles['text']} nodrag nowheel`}
      aria-label={words.annotations.noteText}
      placeholder={words.annotations.notePlaceholder}
      value={text}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onEnd}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onEnd();
      }}
    />
  );
}
