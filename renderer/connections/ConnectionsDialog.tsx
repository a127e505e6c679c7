import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { orNotify } from '../app/notify.ts';
import { useConnections, useWorkbench } from '../app/workbench.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import { ConnectionLine } from './ConnectionLine.tsx';
import styles from './ConnectionsDialog.module.css';
import { NewConnection } from './NewConnection.tsx';
import { PassphraseButton } from './PassphraseButton.tsx';

interface Props {
  readonly onClose: () => void;
  /** The ways to a new connection are open at once. */
  readonly isAddingFirst?: boolean;
}

/** The same for somebody who has only the demo org yet. */
export function UseMyOrgDialog({ onClose }: Props) {
  return <ConnectionsDialog onClose={onClose} isAddingFirst />;
}

/** The ways into orgs: seen, checked, added, removed. */
export function ConnectionsDialog({ onClose, isAddingFirst = false }: Props) {
  const { link, connections } = useWorkbench();
  const list = useConnections((state) => state.list);
  const vault = useConnections((state) => state.vault);
  const asksPassphrase = useConnections((state) => state.asksPassphrase);
  const [isAdding, setAdding] = useState(isAddingFirst);
  /** The connection that was made last: it is checked at once. */
  const [added, setAdded] = useState<string>();
  useEffect(() => orNotify(connections.getState().refresh(link.client())), [connections, link]);
  const onDone = (name?: string): void => {
    setAdding(false);
    setAdded(name);
  };
  return (
    <Dialog onClose={onClose} closeOnEscape={!asksPassphrase} title={words.connections.title} size={640}>
      <ul className={styles['list']}>
        {list.map((connection) => (
          <ConnectionLine key={connection.name} connection={connection} isNew={connection.name === added} />
        ))}
      </ul>
      {isAdding ? (
        <NewConnection onDone={onDone} />
      ) : (
        <Button variant="light" leftSection={<Plus size={16} />} onClick={() => setAdding(true)}>
          {words.connections.add}
        </Button>
      )}
      {vault ? (
        <p className={styles['vault']} data-available={vault.available}>
          {words.connections.vault(vault.place)} {vault.message}
        </p>
      ) : null}
      <div className={styles['passphrase']}>
        <PassphraseButton />
      </div>
    </Dialog>
  );
}
