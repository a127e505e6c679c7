import { ActionIcon, Button, TextInput } from '@mantine/core';
import { History, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useState, type FormEvent } from 'react';
import type { FlowDocument } from '../../flows/model/document.ts';
import { describeChanges } from '../../flows/model/describeChanges.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { notify, notifyError, orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import { standing } from '../stores/flowStore.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { formatTime } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './VersionsDialog.module.css';

type Version = Awaited<ReturnType<HostClient['versions']['list']>>[number];

/** The named versions of the flow: made here, compared with what is open, restored as one step that can be undone. */
export function VersionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { flow, link, selection } = useWorkbench();
  const { path } = flow.getState();
  const [versions, setVersions] = useState<readonly Version[]>([]);
  const [name, setName] = useState('');
  const [picked, setPicked] = useState<{ readonly version: Version; readonly document: FlowDocument }>();
  const refresh = async (): Promise<void> => setVersions(await link.client().versions.list({ path }));
  useEffect(() => {
    let isOver = false;
    link.client().versions.list({ path }).then((list) => isOver || setVersions(list), notifyError);
    return () => {
      isOver = true;
    };
  }, [link, path]);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await link.client().versions.save({ path, name, document: standing(flow.getState()) });
    setName('');
    await refresh();
  };
  const pick = async (version: Version): Promise<void> => {
    const { document } = await link.client().versions.read({ path, id: version.id });
    setPicked({ version, document });
  };
  const remove = async ({ id }: Version): Promise<void> => {
    await link.client().versions.remove({ path, id });
    if (picked?.version.id === id) setPicked(undefined);
    await refresh();
  };
  const restore = (): void => {
    if (!picked) return;
    flow.getState().lookForward();
    flow.getState().edit({ edit: 'replaceFlow', document: picked.document });
    selection.getState().clear();
    notify(words.versions.restored(picked.version.name));
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={words.versions.title} size={760}>
      <form className={styles['save']} onSubmit={(event) => orNotify(save(event))}>
        <TextInput
          className={styles['grow']}
          size="xs"
          aria-label={words.versions.name}
          placeholder={words.versions.namePlaceholder}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button size="xs" type="submit" disabled={name.trim() === ''}>
          {words.versions.save}
        </Button>
      </form>
      {versions.length === 0 ? <EmptyState icon={<History size={24} />} title={words.versions.none} hint={words.versions.noneHint} /> : null}
      <div className={styles['columns']} hidden={versions.length === 0}>
        <ul className={styles['list']} aria-label={words.versions.list} data-testid="versions">
          {versions.map((version) => (
            <li key={version.id} className={styles['line']} data-picked={picked?.version.id === version.id}>
              <button type="button" className={styles['pick']} aria-pressed={picked?.version.id === version.id} onClick={() => orNotify(pick(version))}>
                <span>{version.name}</span>
                <time className={styles['time']}>{formatTime(version.savedAt)}</time>
              </button>
              <ActionIcon size="sm" aria-label={`${words.remove}: ${version.name}`} onClick={() => orNotify(remove(version))}>
                <Trash2 size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <section className={styles['changes']} aria-live="polite">
          {picked ? <Changes before={picked.document} /> : <p className={styles['hint']}>{words.versions.pickHint}</p>}
        </section>
      </div>
      {picked ? (
        <footer className={styles['foot']}>
          <span className={styles['hint']}>{words.versions.restoreHint}</span>
          <Button size="xs" onClick={restore}>
            {words.versions.restore(picked.version.name)}
          </Button>
        </footer>
      ) : null}
    </Dialog>
  );
}

/** What was done since a version, in words. */
function Changes({ before }: { readonly before: FlowDocument }) {
  const { flow, definitions } = useWorkbench();
  const changes = useMemo(() => describeChanges(before, standing(flow.getState()), definitions), [before, flow, definitions]);
  if (changes.length === 0) return <p className={styles['hint']}>{words.versions.same}</p>;
  return (
    <>
      <h3 className={styles['heading']}>{words.versions.since(changes.length)}</h3>
      <ul className={styles['changeList']} data-testid="version-changes">
        {changes.map(({ change, text }) => (
          <li key={`${change} ${text}`} data-change={change}>
            <span className={styles['sign']}>{words.versions.changes[change]}</span>
            {text}
          </li>
        ))}
      </ul>
    </>
  );
}
