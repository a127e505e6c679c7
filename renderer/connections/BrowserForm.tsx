import { Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { words } from '../words/words.ts';
import { FormEnd } from './FormEnd.tsx';
import { NameField } from './NameField.tsx';
import styles from './NewConnection.module.css';
import { SignInWaiting } from './SignInWaiting.tsx';
import { useAdding } from './useAdding.ts';
import { useBrowserSignIn } from './useBrowserSignIn.ts';

const places = (['production', 'sandbox', 'myDomain'] as const).map((value) => ({ value, label: words.connections.places[value] }));

/** A connection by signing in with the browser: where, as which app; then the address, until the person is back. */
export function BrowserForm({ onDone }: { readonly onDone: (name?: string) => void }) {
  const { shown, signIn } = useBrowserSignIn();
  const { isBusy, error, add } = useAdding(onDone);
  const [name, setName] = useState('');
  const [place, setPlace] = useState('production');
  const [domain, setDomain] = useState('');
  const [clientId, setClientId] = useState('');

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const login = place === 'myDomain' ? domain : place;
    void add(name, () => signIn({ name, login, ...(clientId === '' ? {} : { clientId }) }));
  };

  if (isBusy && shown) return <SignInWaiting {...shown} onCancel={() => onDone()} />;
  return (
    <form className={styles['form']} onSubmit={submit}>
      <NameField name={name} onChange={setName} />
      <Select size="xs" label={words.connections.place} data={places} allowDeselect={false} value={place} onChange={(next) => next && setPlace(next)} />
      {place === 'myDomain' ? (
        <TextInput
          size="xs"
          required
          label={words.connections.domain}
          description={words.connections.domainHint}
          placeholder="acme.my.salesforce.com"
          value={domain}
          onChange={(event) => setDomain(event.target.value.trim())}
        />
      ) : null}
      <TextInput
        size="xs"
        label={words.connections.clientId}
        description={words.connections.clientIdHint}
        value={clientId}
        onChange={(event) => setClientId(event.target.value.trim())}
      />
      <FormEnd action={words.connections.signIn} isBusy={isBusy} error={error} onCancel={() => onDone()} />
    </form>
  );
}
