import { useState, type ReactNode } from 'react';
import { Tabs } from '../ui/Tabs.tsx';
import { words } from '../words/words.ts';
import styles from './App.module.css';

type Part = keyof typeof words.narrow.parts;
const parts = Object.keys(words.narrow.parts) as Part[];

/** The window where there is room for one of its parts only, as on a small screen or with large letters: one at a time, by tabs. */
export function NarrowBody(shown: Readonly<Record<Part, ReactNode>>) {
  const [part, setPart] = useState<Part>('flow');
  return (
    <div className={styles['narrow']}>
      <div className={styles['parts']}>
        <Tabs label={words.narrow.label} tabs={parts.map((id) => ({ id, title: words.narrow.parts[id] }))} active={part} controls="narrow-body" onPick={setPart} />
      </div>
      <div role="tabpanel" id="narrow-body" aria-labelledby={`tab-${part}`} className={styles['part']}>
        {shown[part]}
      </div>
    </div>
  );
}
