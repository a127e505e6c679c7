import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { usualStopAtPercent } from '../../flows/kit/connection.ts';
import { useWorkbench } from '../app/workbench.ts';
import type { ConnectionInfo } from '../stores/connectionStore.ts';
import { words } from '../words/words.ts';
import styles from './ConnectionsDialog.module.css';
import { FormEnd } from './FormEnd.tsx';
import { useAdding } from './useAdding.ts';

/** What a person may choose for an org, whatever the way of signing in: where Sluice stops, and the API version. */
export function ConnectionChoices({ connection }: { readonly connection: ConnectionInfo }) {
  const { name, system, environment, settings } = connection;
  const { stopAtPercent = String(usualStopAtPercent), apiVersion = '' } = settings;
  const { link } = useWorkbench();
  const [draft, setDraft] = useState<{ readonly stopAtPercent: string; readonly apiVersion: string }>();
  const { isBusy, error, add } = useAdding(() => setDraft(undefined));
  if (!draft) {
    const shown = [...(apiVersion === '' ? [] : [words.connections.apiShown(apiVersion)]), words.connections.stopAtShown(stopAtPercent)].join(' · ');
    return (
      <p className={styles['detail']}>
        {shown}{' '}
        <Button size="compact-xs" variant="subtle" aria-label={`${words.connections.change}: ${name}`} onClick={() => setDraft({ stopAtPercent, apiVersion })}>
          {words.connections.change}
        </Button>
      </p>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void add(name, () => link.client().connections.save({ name, system, environment, settings: { ...settings, ...draft }, secrets: {} }));
  };
  return (
    <form className={styles['choices']} onSubmit={submit}>
      <NumberInput
        size="xs"
        required
        min={1}
        max={100}
        allowDecimal={false}
        suffix=" %"
        label={words.connections.stopAt}
        description={words.connections.stopAtHint}
        value={draft.stopAtPercent}
        onChange={(value) => setDraft({ ...draft, stopAtPercent: String(value) })}
      />
      <TextInput
        size="xs"
        pattern="[0-9]{2}[.]0"
        placeholder="65.0"
        label={words.connections.apiVersion}
        description={words.connections.apiVersionHint}
        value={draft.apiVersion}
        onChange={(event) => setDraft({ ...draft, apiVersion: event.target.value.trim() })}
      />
      <FormEnd action={words.connections.save} isBusy={isBusy} error={error} onCancel={() => setDraft(undefined)} />
    </form>
  );
}
