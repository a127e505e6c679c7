import { Button, Loader } from '@mantine/core';
import { FilePlus2, FileSymlink, FolderOpen, Sparkles } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { HostClient } from '../../host/contract/contract.ts';
import { notifyError, orNotify } from '../app/notify.ts';
import { newFlow, openFlow } from '../app/openFlow.ts';
import { useWorkbench } from '../app/workbench.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import styles from './OpenDialog.module.css';

type Openable = Awaited<ReturnType<HostClient['flows']['list']>>;

/** What can be opened: templates, flows opened lately, a file, a new flow. */
export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const { link } = workbench;
  const [list, setList] = useState<Openable>();
  useEffect(() => {
    link.client().flows.list({}).then(setList, notifyError);
  }, [link]);
  const open = (ask: Parameters<typeof openFlow>[1]): void => {
    onClose();
    orNotify(openFlow(workbench, ask));
  };
  const browse = (): void =>
    open(async (host) => {
      const { path } = await host.app.pickFile({ title: words.open.title, extensions: ['json'] });
      // Nothing picked: the flow that is open stays.
      return host.flows.open({ path: path ?? workbench.flow.getState().path });
    });
  return (
    <Dialog onClose={onClose} title={words.open.title} size={760}>
      {list ? (
        <>
          <h3 className={styles['title']}>{words.open.templates}</h3>
          <ul className={styles['templates']}>
            {list.templates.map(({ id, name, description }, place) => (
              <Line key={id} hasFocus={place === 0} icon={<Sparkles size={18} />} title={name} detail={description} onClick={() => open((host) => host.flows.openTemplate({ id }))} />
            ))}
          </ul>
          <h3 className={styles['title']}>{words.open.recent}</h3>
          {list.recent.length === 0 ? <p className={styles['nothing']}>{words.open.noRecent}</p> : null}
          <ul className={styles['list']}>
            {list.recent.map(({ path, name }) => (
              <Line key={path} icon={<FileSymlink size={18} />} title={name} detail={path} onClick={() => open((host) => host.flows.open({ path }))} />
            ))}
          </ul>
        </>
      ) : (
        <Loader size="sm" />
      )}
      <footer className={styles['foot']}>
        <Button
          variant="default"
          leftSection={<FilePlus2 size={16} />}
          onClick={() => {
            onClose();
            orNotify(newFlow(workbench));
          }}
        >
          {words.open.newFlow}
        </Button>
        {link.can('pickFile') ? (
          <Button variant="default" leftSection={<FolderOpen size={16} />} onClick={browse}>
            {words.open.browse}
          </Button>
        ) : null}
      </footer>
    </Dialog>
  );
}

interface LineProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly detail: string;
  /** The keyboard begins here. */
  readonly hasFocus?: boolean;
  readonly onClick: () => void;
}

function Line({ icon, title, detail, hasFocus = false, onClick }: LineProps) {
  return (
    <li>
      <button type="button" className={styles['line']} data-autofocus={hasFocus || undefined} onClick={onClick}>
        {icon}
        <span className={styles['words']}>
          <span>{title}</span>
          <span className={styles['detail']} title={detail}>
            {detail}
          </span>
        </span>
      </button>
    </li>
  );
}
