import { Button, Loader } from '@mantine/core';
import { CircleAlert, CircleCheck, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { errorText, notify, orNotify } from '../app/notify.ts';
import { useTrust, useWorkbench } from '../app/workbench.ts';
import { keepBeside } from '../flowFiles/keepBeside.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { formatCount, formatTime } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './ProofDialog.module.css';

type Proof = Awaited<ReturnType<HostClient['changes']['proof']>>;
type Format = 'md' | 'html' | 'json';

const said = words.trust.proof;
const formats: readonly Format[] = ['md', 'html', 'json'];

/** Where every row of a run is, counted again from the org while the dialog opens. */
export function ProofDialog() {
  const run = useTrust((state) => state.proofOf);
  return run === undefined ? null : <Shown key={run} run={run} />;
}

function Shown({ run }: { readonly run: string }) {
  const { link, trust, flow } = useWorkbench();
  const [proof, setProof] = useState<Proof>();
  const [error, setError] = useState<string>();
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isOver = false;
    link.client().changes.proof({ run, asksOrg: true }).then(
      (made) => isOver || setProof(made),
      (thrown: unknown) => isOver || setError(errorText(asAppError(thrown))),
    );
    return () => {
      isOver = true;
    };
    // `asked` counts how often the person wants it checked again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [link, run, asked]);
  const again = (): void => {
    setProof(undefined);
    setError(undefined);
    setAsked(asked + 1);
  };
  const save = async (format: Format): Promise<void> => {
    const { text } = await link.client().changes.proofText({ run, asksOrg: true, format });
    notify(said.saved(await keepBeside(link.client(), flow.getState().path, `proof-${run.slice(0, 8)}.${format}`, new Blob([text]))));
  };
  return (
    <Dialog onClose={() => trust.getState().showProof(undefined)} title={said.title} size={680}>
      {proof ? (
        <ProofCard proof={proof} />
      ) : (
        <p className={styles['wait']} role="status">
          {error ?? (
            <>
              <Loader size={16} /> {said.asking}
            </>
          )}
        </p>
      )}
      <footer className={styles['foot']}>
        <Button variant="default" leftSection={<RefreshCw size={14} />} disabled={!proof && error === undefined} onClick={again}>
          {said.again}
        </Button>
        <span className={styles['save']}>
          {said.save}
          {formats.map((format) => (
            <Button key={format} variant="default" disabled={!proof} onClick={() => orNotify(save(format))}>
              {said.formats[format]}
            </Button>
          ))}
        </span>
      </footer>
    </Dialog>
  );
}

function ProofCard({ proof: { isWhole, doubts, balances, flowHash, madeAt, nodes } }: { readonly proof: Proof }) {
  const off = balances.filter(({ left, right }) => left !== right).length;
  return (
    <div className={styles['card']} data-testid="proof" data-whole={isWhole}>
      <p className={styles['verdict']} data-whole={isWhole}>
        {isWhole ? <CircleCheck size={22} /> : <CircleAlert size={22} />}
        <span>
          <b>{isWhole ? said.whole : said.open}</b>
          <span>{off === 0 ? `${said.balance(balances.length)}.` : `${said.off(off)}.`}</span>
        </span>
      </p>
      {doubts.length > 0 ? (
        <ul className={styles['doubts']}>
          {doubts.map((doubt) => (
            <li key={doubt}>{doubt}</li>
          ))}
        </ul>
      ) : null}
      {nodes
        .filter(({ target }) => target)
        .map(({ node, title, target, recount }) => (
          <section key={node} className={styles['node']}>
            <h3>
              {title} <span>{target ? words.trust.changes.to(target.object, target.name) : ''}</span>
            </h3>
            {recount ? (
              <dl className={styles['figures']}>
                <Figure label={said.asWritten} count={recount.asWritten} tone="good" />
                <Figure label={said.changedSince} count={recount.changedSince} tone={recount.changedSince > 0 ? 'bad' : 'none'} />
                <Figure label={said.takenBack} count={recount.takenBack} tone={recount.takenBack > 0 ? 'warn' : 'none'} />
              </dl>
            ) : null}
            {recount ? <p className={styles['small']}>{said.recount(formatTime(recount.at))}</p> : null}
          </section>
        ))}
      <details className={styles['sums']}>
        <summary>{said.sums}</summary>
        <ul>
          {balances.map(({ what, left, right }) => (
            <li key={what} data-off={left !== right}>
              {left === right ? <CircleCheck size={14} /> : <CircleAlert size={14} />}
              <span>{what}</span>
              <b>
                {formatCount(left)}
                {left === right ? '' : ` ≠ ${formatCount(right)}`}
              </b>
            </li>
          ))}
        </ul>
      </details>
      <p className={styles['small']}>
        {said.made(formatTime(madeAt))} · {said.hash} <code>{flowHash.slice(0, 16)}</code>
      </p>
    </div>
  );
}

function Figure({ label, count, tone }: { readonly label: string; readonly count: number; readonly tone: 'good' | 'bad' | 'warn' | 'none' }) {
  return (
    <div data-tone={tone}>
      <dt>{label}</dt>
      <dd>{formatCount(count)}</dd>
    </div>
  );
}
