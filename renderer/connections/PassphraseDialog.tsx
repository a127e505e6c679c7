import { PasswordInput } from '@mantine/core';
import { useEffect, useState, type SubmitEvent } from 'react';
import { orNotify } from '../app/notify.ts';
import { useConnections, useRun, useWorkbench } from '../app/workbench.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import { FormEnd } from './FormEnd.tsx';
import styles from './PassphraseDialog.module.css';
import { useAdding } from './useAdding.ts';

/** Least length of a new passphrase. NIST SP 800-63B, 3.1.1.2: at least 8; the hint asks for more. */
const leastLength = 8;

/** Asks for the passphrase of the file of secrets: when the person wants to, and when a run finds the file locked. */
export function PassphraseDialog() {
  const { link, connections } = useWorkbench();
  const isAsking = useConnections((state) => state.asksPassphrase);
  const passphrase = useConnections((state) => state.vault?.passphrase);
  const isLockedOut = useRun((state) => state.error?.code === 'vaultUnavailable' && state.past === undefined);
  useEffect(() => {
    if (isLockedOut) orNotify(connections.getState().askWhereLocked(link.client()));
  }, [isLockedOut, connections, link]);
  return isAsking && passphrase ? <Asked isNew={passphrase === 'choose'} onClose={() => connections.getState().askPassphrase(false)} /> : null;
}

function Asked({ isNew, onClose }: { readonly isNew: boolean; readonly onClose: () => void }) {
  const { link } = useWorkbench();
  const hasConnections = useConnections((state) => state.list.some(({ builtIn }) => !builtIn));
  const { isBusy, error, add } = useAdding(onClose);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isSent, setSent] = useState(false);
  const isDifferent = isNew && isSent && again !== passphrase;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setSent(true);
    if (!isNew || again === passphrase) void add('', () => link.client().connections.unlockVault({ passphrase }));
  };
  return (
    <Dialog onClose={onClose} title={words.passphrase.titles[isNew ? 'choose' : 'enter']} size={460}>
      <form className={styles['form']} onSubmit={submit} data-testid="passphrase">
        <p>{isNew ? words.passphrase.choose : words.passphrase.enter}</p>
        {isNew ? <p className={styles['warning']}>{words.passphrase.lost}</p> : null}
        {isNew && hasConnections ? <p>{words.passphrase.setAside}</p> : null}
        <PasswordInput
          data-autofocus
          size="xs"
          required
          autoComplete="off"
          minLength={isNew ? leastLength : 1}
          label={words.passphrase.label}
          description={isNew ? words.passphrase.strength(passphrase.length) : undefined}
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
        {isNew ? (
          <PasswordInput
            size="xs"
            required
            autoComplete="off"
            label={words.passphrase.again}
            error={isDifferent ? words.passphrase.different : undefined}
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
        ) : null}
        <FormEnd action={words.passphrase.submit[isNew ? 'choose' : 'enter']} isBusy={isBusy} error={error} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
