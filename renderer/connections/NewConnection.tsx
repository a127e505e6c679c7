import { Globe, KeyRound, Sparkles, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { words } from '../words/words.ts';
import { BrowserForm } from './BrowserForm.tsx';
import styles from './NewConnection.module.css';
import { SfForm } from './SfForm.tsx';
import { TokenForm } from './TokenForm.tsx';

const ways = [
  { id: 'demo', icon: Sparkles },
  { id: 'browser', icon: Globe },
  { id: 'sf', icon: SquareTerminal },
  { id: 'token', icon: KeyRound },
] as const;
type Way = (typeof ways)[number]['id'];

/** The name of the built-in connection. */
const demoName = 'demo';

/** The ways to a new connection, and the form of the one that was chosen. `onDone` gets the name of the connection to look at. */
export function NewConnection({ onDone }: { readonly onDone: (name?: string) => void }) {
  const [way, setWay] = useState<Way>();
  return (
    <section className={styles['new']} aria-label={words.connections.add}>
      <div className={styles['ways']}>
        {ways.map(({ id, icon: Icon }) => (
          <button key={id} type="button" className={styles['way']} aria-pressed={way === id} onClick={() => (id === 'demo' ? onDone(demoName) : setWay(id))}>
            <Icon size={18} aria-hidden="true" />
            <span>
              <span className={styles['title']}>{words.connections.ways[id].title}</span>
              <span className={styles['help']}>{words.connections.ways[id].help}</span>
            </span>
          </button>
        ))}
      </div>
      {way === 'browser' ? <BrowserForm onDone={onDone} /> : null}
      {way === 'sf' ? <SfForm onDone={onDone} /> : null}
      {way === 'token' ? <TokenForm onDone={onDone} /> : null}
    </section>
  );
}
