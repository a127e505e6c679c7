import { ActionIcon, Button } from '@mantine/core';
import { Cloud, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import { errorText, orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../app/words.ts';
import type { ConnectionInfo } from '../stores/connectionStore.ts';
import styles from './ConnectionsDialog.module.css';

/** One connection, with what its last test said. */
export function ConnectionLine({ connection }: { readonly connection: ConnectionInfo }) {
  const { link, connections } = useWorkbench();
  const [isTesting, setTesting] = useState(false);
  const [said, setSaid] = useState<{ readonly text: string; readonly isGood: boolean }>();
  const { name, environment, settings, builtIn } = connection;
  const test = async (): Promise<void> => {
    setTesting(true);
    try {
      const { user, org, apiVersion } = await link.client().connections.test({ name });
      setSaid({ text: words.connections.works(user, org, apiVersion), isGood: true });
    } catch (thrown) {
      setSaid({ text: errorText(asAppError(thrown)), isGood: false });
    } finally {
      setTesting(false);
    }
  };
  const remove = async (): Promise<void> => {
    await link.client().connections.remove({ name });
    await connections.getState().refresh(link.client());
  };
  return (
    <li className={styles['line']}>
      <Cloud size={20} aria-hidden="true" />
      <div className={styles['words']}>
        <p className={styles['name']}>
          {name}
          <span className={styles['environment']} data-environment={environment}>
            {words.connections.environments[environment]}
          </span>
        </p>
        <p className={styles['detail']}>{settings['instanceUrl'] ?? (builtIn ? words.connections.builtIn : '')}</p>
        {said ? (
          <output className={styles['said']} data-good={said.isGood}>
            {said.text}
          </output>
        ) : null}
      </div>
      <Button size="compact-sm" variant="default" loading={isTesting} onClick={() => void test()}>
        {words.connections.test}
      </Button>
      {builtIn ? null : (
        <ActionIcon aria-label={`${words.remove}: ${name}`} onClick={() => orNotify(remove())}>
          <Trash2 size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
