import type { KeyboardEvent } from 'react';
import styles from './Tabs.module.css';

interface Tab<T extends string> {
  readonly id: T;
  readonly title: string;
  readonly badge?: number | undefined;
  readonly isBad?: boolean;
}

interface Props<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly active: T;
  /** The id of the element that shows what the tab names. */
  readonly controls: string;
  readonly onPick: (tab: T) => void;
}

/** A row of tabs: one stop for Tab; the arrow keys, Home and End go from one to the next and show it. */
export function Tabs<T extends string>({ label, tabs, active, controls, onPick }: Props<T>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = tabs.findIndex(({ id }) => id === active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    onPick(tabs[index]!.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[index]?.focus();
  };
  return (
    <div role="tablist" aria-label={label} aria-orientation="horizontal" className={styles['tablist']} onKeyDown={onKeyDown}>
      {tabs.map(({ id, title, badge, isBad = false }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          tabIndex={id === active ? 0 : -1}
          aria-selected={id === active}
          aria-controls={controls}
          className={styles['tab']}
          onClick={() => onPick(id)}
        >
          {title}
          {badge ? (
            <span className={styles['badge']} data-bad={isBad}>
              {badge}
            </span>
          ) : null}
        </button>
      ))}
    </div>
  );
}
