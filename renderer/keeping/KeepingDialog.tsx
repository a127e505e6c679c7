import { Button, NumberInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { notify, notifyError, orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import styles from './KeepingDialog.module.css';

const said = words.keeping;
/** Ten years: longer is for ever. */
const mostDays = 3650;

/** How long runs keep what an undo needs, and the removal of what they kept. */
export function KeepingDialog({ onClose }: { readonly onClose: () => void }) {
  const { link } = useWorkbench();
  const [kept, setKept] = useState<{ readonly days: number; readonly isGiven: boolean }>();
  const [days, setDays] = useState<number | string>('');
  const [isSure, setIsSure] = useState(false);
  const [removed, setRemoved] = useState<number>();
  useEffect(() => {
    link.client().keeping.read({}).then((now) => {
      setKept(now);
      setDays(now.days);
    }, notifyError);
  }, [link]);
  const choose = async (to: number): Promise<void> => {
    await link.client().keeping.choose({ days: to });
    notify(said.changed(to));
    onClose();
  };
  const purge = async (olderThanDays: number): Promise<void> => {
    const { runs } = await link.client().keeping.purge({ olderThanDays });
    setIsSure(false);
    setRemoved(runs);
  };
  return (
    <Dialog onClose={onClose} title={said.title} size={560}>
      <p className={styles['hint']}>{said.hint}</p>
      {kept ? (
        <>
          <div className={styles['days']}>
            <NumberInput label={said.days} description={kept.isGiven ? said.given : said.daysHint} min={0} max={mostDays} allowDecimal={false} disabled={kept.isGiven} value={days} onChange={setDays} data-autofocus />
            <Button size="sm" disabled={kept.isGiven || typeof days !== 'number' || days === kept.days} onClick={() => typeof days === 'number' && orNotify(choose(days))}>
              {said.change}
            </Button>
          </div>
          <section className={styles['now']} aria-labelledby="keeping-now">
            <h3 id="keeping-now">{said.now}</h3>
            <p className={styles['hint']}>{said.nowHint}</p>
            {isSure ? (
              <div className={styles['sure']}>
                <p>{said.sure}</p>
                <Button variant="default" onClick={() => setIsSure(false)} data-autofocus>
                  {words.cancel}
                </Button>
                <Button color="red.9" leftSection={<Trash2 size={14} />} onClick={() => orNotify(purge(0))}>
                  {said.remove}
                </Button>
              </div>
            ) : (
              <div className={styles['buttons']}>
                <Button variant="default" onClick={() => orNotify(purge(kept.days))}>
                  {said.older(kept.days)}
                </Button>
                <Button variant="light" color="red" onClick={() => setIsSure(true)}>
                  {said.all}
                </Button>
              </div>
            )}
            <p role="status" className={styles['hint']}>
              {removed === undefined ? null : said.removed(removed)}
            </p>
          </section>
        </>
      ) : null}
    </Dialog>
  );
}
