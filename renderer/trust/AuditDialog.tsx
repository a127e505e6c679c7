import { Button } from '@mantine/core';
import { CircleAlert, CircleCheck, ScrollText } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { HostClient } from '../../host/contract/contract.ts';
import { notifyError, orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { formatTime } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './AuditDialog.module.css';

type Entry = Awaited<ReturnType<HostClient['trust']['audit']>>[number];
type Verified = Awaited<ReturnType<HostClient['trust']['verifyAudit']>>;

const said = words.trust.audit;
const shownLines = 200;

/** Who ran what, with which org, and what it changed; and whether the log is as it was written. */
export function AuditDialog({ onClose }: { readonly onClose: () => void }) {
  const { link } = useWorkbench();
  const [entries, setEntries] = useState<readonly Entry[]>();
  const [verified, setVerified] = useState<Verified>();
  useEffect(() => {
    let isOver = false;
    link.client().trust.audit({ limit: shownLines }).then((list) => isOver || setEntries(list), notifyError);
    return () => {
      isOver = true;
    };
  }, [link]);
  const verify = async (): Promise<void> => setVerified(await link.client().trust.verifyAudit({}));
  return (
    <Dialog onClose={onClose} title={said.title} size={860}>
      <div className={styles['head']}>
        <p>{said.hint}</p>
        <Button variant="default" onClick={() => orNotify(verify())}>
          {said.verify}
        </Button>
      </div>
      {verified ? <Verdict verified={verified} /> : null}
      {entries?.length === 0 ? <EmptyState icon={<ScrollText size={24} />} title={said.none} hint={said.noneHint} /> : null}
      {entries && entries.length > 0 ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
        <div className={styles['scroll']} tabIndex={0} role="region" aria-label={said.title}>
          <table className={styles['table']} data-testid="audit">
            <thead>
              <tr>
                {Object.values(said.columns).map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map(({ n, at, who, action, flow, title, connection, state, changed }) => (
                <tr key={n}>
                  <td>{formatTime(at)}</td>
                  <td>{who.user}</td>
                  <td>
                    {said.actions[action]}
                    {state === undefined ? '' : `, ${state}`}
                  </td>
                  <td>{connection?.name ?? flow?.name ?? title}</td>
                  <td>
                    {Object.entries(changed ?? {})
                      .filter(([, count]) => count > 0)
                      .map(([name, count]) => said.changed(name, count))
                      .join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Dialog>
  );
}

function Verdict({ verified: { lines, faults } }: { readonly verified: Verified }) {
  const isGood = faults.length === 0;
  return (
    <div className={styles['verdict']} data-good={isGood} role="status" data-testid="audit-verdict">
      {isGood ? <CircleCheck size={16} /> : <CircleAlert size={16} />}
      <div>
        <b>{isGood ? said.good(lines) : said.bad(faults.length)}</b>
        {faults.map(({ line, fault, message }) => (
          <p key={`${line} ${fault}`}>{message}</p>
        ))}
      </div>
    </div>
  );
}
