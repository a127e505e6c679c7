import { startTransition, useCallback, useEffect, useRef, useState } from 'react';

/** The document learns of typing after this pause: it is checked and drawn anew each time, which one key must not wait for. */
export const pauseMs = 150;
/** What follows the text (values, the signature) is drawn behind it, at once after a rest and then ten times a second: no key waits for it. */
const followMs = 100;

interface Followed {
  readonly text: string | undefined;
  readonly caret: number | undefined;
}

export interface Typed {
  /** What has been typed, as far as it is followed; else what the document says. */
  readonly text: string;
  readonly caret: number | undefined;
  /** There was no pause since the last key: what is typed is not in the document. */
  readonly isTyping: boolean;
  /** What has been typed and not yet handed over. */
  waiting(this: void): string | undefined;
  write(this: void, text: string): void;
  /** Says where the caret is; undefined while the keyboard is elsewhere. */
  place(this: void, caret: number | undefined): void;
  /** Hands over now what has been typed: before the field is left, and before a command runs. */
  flush(this: void): void;
}

/**
 * Text that is typed in a field which keeps it by itself, and handed over at the first pause. Nothing is rendered key by key.
 * What comes from outside meanwhile replaces it only when nothing is waiting.
 */
export function useTyped(source: string, onChange: (text: string) => void): Typed {
  const [followed, setFollowed] = useState<Followed>({ text: undefined, caret: undefined });
  const now = useRef(followed);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const following = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; last: number }>({ timer: undefined, last: -Infinity });
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);

  const note = useCallback((change: Partial<Followed>) => {
    now.current = { ...now.current, ...change };
    const { current } = following;
    current.timer ??= setTimeout(
      () => {
        following.current = { timer: undefined, last: performance.now() };
        startTransition(() => setFollowed(now.current));
      },
      Math.max(0, current.last + followMs - performance.now()),
    );
  }, []);
  const flush = useCallback(() => {
    const { text } = now.current;
    if (text === undefined) return;
    clearTimeout(pause.current);
    now.current = { ...now.current, text: undefined };
    latest.current(text);
    setFollowed(now.current);
  }, []);
  const write = useCallback(
    (text: string) => {
      clearTimeout(pause.current);
      pause.current = setTimeout(flush, pauseMs);
      note({ text });
    },
    [flush, note],
  );
  const place = useCallback((caret: number | undefined) => note({ caret }), [note]);
  const waiting = useCallback(() => now.current.text, []);
  useEffect(
    () => () => {
      flush();
      clearTimeout(following.current.timer);
      following.current = { timer: undefined, last: -Infinity };
    },
    [flush],
  );
  return { text: followed.text ?? source, caret: followed.caret, isTyping: followed.text !== undefined, waiting, write, place, flush };
}
