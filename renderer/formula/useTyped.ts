import { useCallback, useEffect, useRef, useState } from 'react';

/** The document learns of typing after this pause: it is checked and drawn anew each time, which one key must not wait for. */
export const pauseMs = 150;

export interface Typed {
  /** As typed so far. */
  readonly text: string;
  write(this: void, text: string): void;
  /** Hands over now what has been typed: before the field is left, and before a command runs. */
  flush(this: void): void;
}

/** Text that is typed here at once and handed over at the first pause. What comes from outside meanwhile replaces it only when nothing is waiting. */
export function useTyped(source: string, onChange: (text: string) => void): Typed {
  const [typed, setTyped] = useState<string>();
  const waiting = useRef<{ text: string; timer: ReturnType<typeof setTimeout> }>(undefined);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);

  const flush = useCallback(() => {
    const { current } = waiting;
    if (!current) return;
    clearTimeout(current.timer);
    waiting.current = undefined;
    latest.current(current.text);
    setTyped(undefined);
  }, []);
  const write = useCallback(
    (text: string) => {
      clearTimeout(waiting.current?.timer);
      waiting.current = { text, timer: setTimeout(flush, pauseMs) };
      setTyped(text);
    },
    [flush],
  );
  useEffect(() => flush, [flush]);
  return { text: typed ?? source, write, flush };
}
