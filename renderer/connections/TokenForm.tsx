import { PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { FormEnd } from './FormEnd.tsx';
import { NameField } from './NameField.tsx';
import styles from './NewConnection.module.css';
import { useAdding } from './useAdding.ts';

/** A connection by an access token. The token goes to the host and is not kept here. */
export function TokenForm({ onDone }: { readonly onDone: (name?: string) => void }) {
  const { link } = useWorkbench();
  const { isBusy, error, add } = useAdding(onDone);
  const [name, setName] = useState('');
  const [instanceUrl, setInstanceUrl] = useState('');
  const [accessToken, setAccessToken] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Until the org says what it is, it counts as production: the careful side.
    const connection = { name, system: 'salesforce', environment: 'production', settings: { instanceUrl }, secrets: { accessToken } } as const;
    void add(name, () => link.client().connections.save(connection));
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <NameField name={name} onChange={setName} />
      <TextInput
        size="xs"
        required
        type="url"
        label={words.connections.instanceUrl}
        placeholder="https://acme.my.salesforce.com"
        value={instanceUrl}
        onChange={(event) => setInstanceUrl(event.target.value.trim())}
      />
      <PasswordInput
        size="xs"
        required
        label={words.connections.accessToken}
        description={words.connections.accessTokenHint}
        value={accessToken}
        onChange={(event) => setAccessToken(event.target.value.trim())}
      />
      <FormEnd action={words.connections.save} isBusy={isBusy} error={error} onCancel={() => onDone()} />
    </form>
  );
}
