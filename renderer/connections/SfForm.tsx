import { Button, Select } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { errorText } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { FormEnd } from './FormEnd.tsx';
import { NameField } from './NameField.tsx';
import styles from './NewConnection.module.css';
import { useAdding } from './useAdding.ts';

type SfOrgs = Awaited<ReturnType<HostClient['connections']['adoptable']>>;

/** A connection by the sign-in that the sf command has. Its files are read only after the person has agreed. */
export function SfForm({ onDone }: { readonly onDone: (name?: string) => void }) {
  const { link } = useWorkbench();
  const { isBusy, error, add } = useAdding(onDone);
  const [orgs, setOrgs] = useState<SfOrgs>();
  const [refused, setRefused] = useState<string>();
  const [username, setUsername] = useState<string | null>(null);
  const [name, setName] = useState('');

  const look = async (): Promise<void> => {
    try {
      setOrgs(await link.client().connections.adoptable({}));
    } catch (thrown) {
      setRefused(errorText(asAppError(thrown)));
    }
  };
  const choose = (chosen: string | null): void => {
    setUsername(chosen);
    const alias = orgs?.find((org) => org.username === chosen)?.aliases[0];
    if (name === '' && alias !== undefined) setName(alias);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (username !== null) void add(name, () => link.client().connections.adopt({ name, username }));
  };

  if (!orgs || orgs.length === 0) {
    return (
      <div className={styles['waiting']}>
        <p>{orgs ? words.connections.sfNone : words.connections.sfConsent}</p>
        {refused === undefined ? null : (
          <p className={styles['error']} role="alert">
            {refused}
          </p>
        )}
        <div className={styles['buttons']}>
          {orgs ? null : <Button onClick={() => void look()}>{words.connections.sfLook}</Button>}
          <Button variant="default" onClick={() => onDone()}>
            {words.cancel}
          </Button>
        </div>
      </div>
    );
  }
  const data = orgs.map((org) => ({ value: org.username, label: [org.username, ...org.aliases].join(' · ') }));
  return (
    <form className={styles['form']} onSubmit={submit}>
      <Select size="xs" required label={words.connections.sfOrg} data={data} value={username} onChange={choose} allowDeselect={false} />
      <NameField name={name} onChange={setName} />
      <FormEnd action={words.connections.sfAdopt} isBusy={isBusy} error={error} onCancel={() => onDone()} />
    </form>
  );
}
