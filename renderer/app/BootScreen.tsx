import { Loader } from '@mantine/core';
import { asAppError } from '../../flows/kit/errors.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './App.module.css';
import { Mark } from './Mark.tsx';
import { words } from '../words/words.ts';

/** What is seen until the first flow is there, or why there will be none. */
export function BootScreen({ error }: { readonly error?: unknown }) {
  const said = error === undefined ? undefined : asAppError(error);
  return (
    <div className={styles['boot']}>
      <Mark />
      {said ? (
        <EmptyState title={said.message} hint={said.hint ?? words.link.refusedHint} />
      ) : (
        <Loader size="sm" type="dots" aria-label={words.link.connecting} />
      )}
    </div>
  );
}
