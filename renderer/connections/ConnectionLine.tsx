import { ActionIcon, Button } from '@mantine/core';
import { Cloud, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import { orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import type { ConnectionInfo, Diagnosis } from '../stores/connectionStore.ts';
import { ConnectionChoices } from './ConnectionChoices.tsx';
import styles from './ConnectionsDialog.module.css';
import { Findings } from './Findings.tsx';
import { SignInWaiting } from './SignInWaiting.tsx';
import { useBrowserSignIn } from './useBrowserSignIn.ts';

interface ConnectionLineProps {
  readonly connection: ConnectionInfo;
  /** It was just made: the doctor looks at it without being asked. */
  readonly isNew: boolean;
}

/** One connection, with what the doctor said last. */
export function ConnectionLine({ connection, isNew }: ConnectionLineProps) {
  const { link, connections } = useWorkbench();
  const [isChecking, setChecking] = useState(false);
  const [findings, setFindings] = useState<Diagnosis['findings']>();
  const { name, environment, settings, builtIn } = connection;
  const place = [settings['username'], settings['instanceUrl'] ?? settings['loginUrl']].filter(Boolean).join(' · ');

  const check = useCallback(async (): Promise<void> => {
    setChecking(true);
    try {
      const { findings: found } = await link.client().connections.diagnose({ name });
      setFindings(found);
      // The org may have said what kind of org it is; or its secrets are locked.
      await connections.getState()[found.some(({ code }) => code === 'vaultUnavailable') ? 'askWhereLocked' : 'refresh'](link.client());
    } catch (thrown) {
      const { code, message, hint } = asAppError(thrown);
      setFindings([{ code, severity: 'error', message, hint }]);
    } finally {
      setChecking(false);
    }
  }, [link, connections, name]);
  useEffect(() => {
    // After the effect: checking changes what this line shows.
    if (isNew) queueMicrotask(() => orNotify(check()));
  }, [isNew, check]);

  const { shown, signIn, cancel } = useBrowserSignIn();
  const { loginUrl: login, clientId } = settings;
  const canSignIn = login !== undefined && clientId !== undefined && findings?.some(({ code }) => code === 'loginExpired');
  const signInAgain = async (): Promise<void> => {
    await signIn({ name, login: login!, clientId });
    await check();
  };

  const remove = async (): Promise<void> => {
    await link.client().connections.remove({ name });
    await connections.getState().refresh(link.client());
  };
  return (
    <li className={styles['line']} data-testid={`connection-${name}`}>
      <Cloud size={20} aria-hidden="true" />
      <div className={styles['words']}>
        <p className={styles['name']}>
          {name}
          <span className={styles['environment']} data-environment={environment}>
            {words.connections.environments[environment]}
          </span>
        </p>
        <p className={styles['detail']}>{builtIn ? words.connections.builtIn : place}</p>
        {builtIn ? null : <ConnectionChoices connection={connection} />}
        <div aria-live="polite">{findings ? <Findings findings={findings} /> : null}</div>
        {canSignIn && !shown ? (
          <Button size="compact-sm" mt={8} onClick={() => orNotify(signInAgain())}>
            {words.connections.signInAgain}
          </Button>
        ) : null}
        {shown ? <SignInWaiting {...shown} onCancel={cancel} /> : null}
      </div>
      <Button size="compact-sm" variant="default" loading={isChecking} onClick={() => void check()} aria-label={`${words.connections.check}: ${name}`}>
        {words.connections.check}
      </Button>
      {builtIn ? null : (
        <ActionIcon aria-label={`${words.remove}: ${name}`} onClick={() => orNotify(remove())}>
          <Trash2 size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
