import { Search } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { focusField } from './focusField.ts';
import styles from './SearchList.module.css';

export interface SearchItem {
  readonly id: string;
  readonly title: string;
  /** More words it is found by. */
  readonly keywords?: string;
  readonly detail?: string;
  readonly icon?: ReactNode;
  readonly right?: ReactNode;
}

interface Props {
  readonly items: readonly SearchItem[];
  readonly label: string;
  readonly nothing: (text: string) => string;
  readonly onPick: (id: string) => void;
}

/** So many are drawn; who wants others types more. */
const mostShown = 200;

/** A search field over a list: type, arrow keys, Enter. The focus stays in the field. */
export function SearchList({ items, label, nothing, onPick }: Props) {
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = matching(items, text).slice(0, mostShown);
  const active = Math.min(at, found.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((active + step + found.length) % found.length);
    } else if (event.key === 'Enter' && found[active]) {
      event.preventDefault();
      onPick(found[active].id);
    }
  };
  return (
    <div>
      <div className={styles['field']}>
        <Search size={16} aria-hidden="true" />
        <input
          // The dialog was opened to type here; its focus trap looks for the attribute.
          ref={focusField}
          data-autofocus
          className={styles['input']}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label={label} className={styles['list']}>
        {found.map((item, index) => (
          // The keyboard is with the field, as it is for every combobox.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={item.id}
            id={`${listId}-${index}`}
            ref={index === active ? scrollIntoView : undefined}
            role="option"
            aria-selected={index === active}
            className={styles['item']}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(item.id)}
          >
            {item.icon}
            <span className={styles['words']}>
              <span>{item.title}</span>
              {item.detail ? <span className={styles['detail']}>{item.detail}</span> : null}
            </span>
            {item.right}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={styles['nothing']}>{nothing(text)}</p> : null}
    </div>
  );
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** The items that have every word of `text` somewhere; those whose title begins with it first. */
export function matching<T extends SearchItem>(items: readonly T[], text: string): readonly T[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return items;
  const parts = wanted.split(/\s+/);
  const hits = items.filter((item) => {
    const all = `${item.title} ${item.keywords ?? ''} ${item.detail ?? ''}`.toLowerCase();
    return parts.every((part) => all.includes(part));
  });
  const begins = (item: T): number => (item.title.toLowerCase().startsWith(wanted) ? 0 : 1);
  return hits.toSorted((a, b) => begins(a) - begins(b));
}
