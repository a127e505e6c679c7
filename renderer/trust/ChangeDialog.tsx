import { Button, SegmentedControl } from '@mantine/core';
import { ChevronDown, ChevronUp, Route } from 'lucide-react';
import type { ConflictChoice, RestoringAction } from '../../flows/kit/change.ts';
import type { Cell } from '../../flows/kit/schema.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { words } from '../words/words.ts';
import styles from './ChangeDialog.module.css';
import { plainReason } from './plainReason.ts';
import type { ChangeRow } from './useChangeRows.ts';

/** A conflict that waits for a person's choice. */
export interface Choosing {
  readonly choice: ConflictChoice;
  readonly ifRestored: RestoringAction;
  readonly choose: (choice: ConflictChoice) => void;
}

interface Props {
  readonly row: ChangeRow;
  /** What is done with it, in a word. */
  readonly title: string;
  readonly choosing: Choosing | undefined;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
  readonly onTrace: (() => void) | undefined;
}

const said = words.trust.changes;

/** One change, whole: every field before and after; of a conflict all three values. */
export function ChangeDialog({ row: { key, id, fields, isBlind, reason, conflicts, outcome }, title, choosing, onStep, onClose, onTrace }: Props) {
  const heads = conflicts ? [said.field, said.before, said.ours, said.now] : [said.field, said.before, said.after];
  const lines: readonly (readonly Cell[])[] = conflicts ? conflicts.map(({ name, before, ours, now }) => [name, before, ours, now]) : fields.map(({ name, before, after }) => [name, before, after]);
  return (
    <Dialog onClose={onClose} title={`${key || said.noKey}: ${title}`} size={680}>
      <div data-testid="change">
        {reason ? (
          <p className={styles['why']} title={reason.message}>
            {plainReason(reason, fields)}
          </p>
        ) : null}
        {outcome ? (
          <p className={styles['why']} data-good={outcome.state === 'written'}>
            {said.outcomes[outcome.state]}
            {outcome.message === undefined ? '' : `: ${outcome.message}`}
          </p>
        ) : null}
        {isBlind ? <p className={styles['why']}>{said.blind}</p> : null}
        {lines.length > 0 ? (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
          <div className={styles['scroll']} tabIndex={0} role="region" aria-label={title}>
            <table className={styles['table']}>
              <thead>
                <tr>
                  {heads.map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lines.map(([name, ...values]) => (
                  <tr key={String(name)}>
                    <th scope="row">{name}</th>
                    {values.map((value, index) => (
                      <td key={heads[index + 1]} data-column={index} data-differs={value !== values[0]}>
                        {value === null ? <span className={styles['blank']}>{words.panel.blank}</span> : String(value)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        <footer className={styles['foot']}>
          <IconButton label={words.grid.previous} icon={<ChevronUp size={16} />} onClick={() => onStep(-1)} />
          <IconButton label={words.grid.next} icon={<ChevronDown size={16} />} onClick={() => onStep(1)} />
          {choosing ? (
            <SegmentedControl<ConflictChoice>
              size="xs"
              aria-label={words.trust.undo.choice}
              value={choosing.choice}
              onChange={choosing.choose}
              data={[
                { value: 'keep', label: words.trust.undo.keepTheirs },
                { value: 'restore', label: words.trust.undo.restored[choosing.ifRestored] },
              ]}
            />
          ) : null}
          {onTrace ? (
            <Button variant="light" leftSection={<Route size={14} />} onClick={onTrace}>
              {words.trust.lineage.ask}
            </Button>
          ) : null}
          <code className={styles['id']}>{outcome?.id ?? id}</code>
        </footer>
      </div>
    </Dialog>
  );
}
