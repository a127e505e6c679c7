import { Button } from '@mantine/core';
import { History } from 'lucide-react';
import styles from './App.module.css';
import { forgetJournal } from './journal.ts';
import { orNotify } from './notify.ts';
import { useFlow, useWorkbench } from './workbench.ts';
import { formatTime } from '../words/format.ts';
import { words } from '../words/words.ts';

/** Offers the edits that were not saved when this flow was closed. */
export function JournalBanner() {
  const workbench = useWorkbench();
  const entry = useFlow((state) => state.unsaved);
  if (!entry) return null;
  const { flow } = workbench;
  return (
    <output className={styles['banner']} data-tone="news" data-testid="journal">
      <History size={16} aria-hidden="true" />
      <p>{words.journal.found(formatTime(entry.at))}</p>
      <Button size="compact-sm" onClick={() => flow.getState().restore()}>
        {words.journal.restore}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          flow.getState().offer(undefined);
          orNotify(forgetJournal(workbench, flow.getState().path));
        }}
      >
        {words.journal.discard}
      </Button>
    </output>
  );
}
