import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { environments, type Environment } from '../../flows/kit/connection.ts';
import { asAppError } from '../../flows/kit/errors.ts';
import { errorText } from '../app/notify.ts';
import { useConnections, useWorkbench } from '../app/workbench.ts';
import { words } from '../app/words.ts';
import { focusField } from '../ui/focusField.ts';
import styles from './ConnectionsDialog.module.css';

const kinds = environments.filter((one) => one !== 'demo').map((one) => ({ value: one, label: words.connections.environments[one] }));

/** The form of a new connection to a Salesforce org. The token goes to the host and is not kept here. */
export function NewConnection({ onDone }: { readonly onDone: () => void }) {
  const { link, connections } = useWorkbench();
  const list = useConnections((state) => state.list);
  const [name, setName] = useState('');
  const [environment, setEnvironment] = useState<Environment>('sandbox');
  const [instanceUrl, setInstanceUrl] = useState('');
  const [accessToken, setAccessToken] = useState('');
  const [error, setError] = useState<string>();
  const isTaken = list.some((connection) => connection.name === name);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await link.client().connections.save({ name, system: 'salesforce', environment, settings: { instanceUrl }, secrets: { accessToken } });
      await connections.getState().refresh(link.client());
      onDone();
    } catch (thrown) {
      setError(errorText(asAppError(thrown)));
    }
  };
  return (
    <form className={styles['form']} onSubmit={(event) => void save(event)}>
      <TextInput
        size="xs"
        required
        ref={focusField}
        label={words.connections.name}
        description={words.connections.nameHint}
        error={isTaken ? words.connections.nameTaken(name) : undefined}
        value={name}
        onChange={(event) => setName(event.target.value.trim())}
      />
      <Select size="xs" label={words.connections.environment} data={kinds} allowDeselect={false} value={environment} onChange={(next) => next && setEnvironment(next)} />
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
      {error ? (
        <p className={styles['said']} data-good={false} role="alert">
          {error}
        </p>
      ) : null}
      <div className={styles['buttons']}>
        <Button type="submit" disabled={isTaken}>
          {words.connections.save}
        </Button>
        <Button variant="default" onClick={onDone}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}
