import { Button, TextInput } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { useTrust, useWorkbench } from '../app/workbench.ts';
import type { Question } from '../stores/trustStore.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import styles from './QuestionDialog.module.css';

/** Asks before something is written. Of a production org its name must be typed. */
export function QuestionDialog() {
  const question = useTrust((state) => state.question);
  return question ? <Asked key={question.title} question={question} /> : null;
}

function Asked({ question: { title, sentence, notes, confirm, isDangerous, orgs, onConfirm } }: { readonly question: Question }) {
  const { trust } = useWorkbench();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const isReady = orgs.every((org) => typed[org]?.trim().toLowerCase() === org.toLowerCase());
  const close = (): void => trust.getState().ask(undefined);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    close();
    onConfirm();
  };
  return (
    <Dialog onClose={close} title={title} size={480}>
      <form className={styles['form']} onSubmit={submit} data-testid="question">
        <p className={styles['sentence']}>{sentence}</p>
        {notes.length > 0 ? (
          <ul className={styles['notes']}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        ) : null}
        {orgs.length > 0 ? (
          <div className={styles['production']}>
            <p>
              <TriangleAlert size={16} aria-hidden="true" />
              <b>{words.trust.production.title}.</b> {words.trust.production.hint}
            </p>
            {orgs.map((org, index) => (
              <TextInput
                key={org}
                data-autofocus={index === 0 ? true : undefined}
                size="xs"
                label={words.trust.production.type(org)}
                autoComplete="off"
                spellCheck={false}
                value={typed[org] ?? ''}
                onChange={(event) => setTyped({ ...typed, [org]: event.target.value })}
              />
            ))}
          </div>
        ) : null}
        <footer className={styles['foot']}>
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button type="submit" disabled={!isReady} color={isDangerous || orgs.length > 0 ? 'red' : 'accent'} data-testid="confirm" data-autofocus={orgs.length === 0 ? true : undefined}>
            {confirm}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
