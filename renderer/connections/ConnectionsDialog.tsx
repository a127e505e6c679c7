import { Button, Modal } from '@mantine/core';
import { Plug, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { orNotify } from '../app/notify.ts';
import { useConnections, useWorkbench } from '../app/workbench.ts';
import { words } from '../app/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ConnectionLine } from './ConnectionLine.tsx';
import styles from './ConnectionsDialog.module.css';
import { NewConnection } from './NewConnection.tsx';

/** The ways into orgs: seen, tested, added, removed. */
export function ConnectionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { link, connections } = useWorkbench();
  const list = useConnections((state) => state.list);
  const vault = useConnections((state) => state.vault);
  const [isAdding, setAdding] = useState(false);
  useEffect(() => orNotify(connections.getState().refresh(link.client())), [connections, link]);
  return (
    <Modal opened onClose={onClose} title={words.connections.title} size={600}>
      {list.length === 0 ? <EmptyState icon={<Plug size={24} />} title={words.connections.empty} hint={words.connections.nameHint} /> : null}
      <ul className={styles['list']}>
        {list.map((connection) => (
          <ConnectionLine key={connection.name} connection={connection} />
        ))}
      </ul>
      {isAdding ? (
        <NewConnection onDone={() => setAdding(false)} />
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
    </Modal>
  );
}
