import { SegmentedControl } from '@mantine/core';
import type { ConflictChoice } from '../../flows/kit/change.ts';
import { useTrust, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { chooseKinds, nothingChosen, type ConflictsOfKind } from './conflictChoices.ts';
import styles from './ConflictKinds.module.css';

const said = words.trust.undo;

/** The conflicts of an undo by what somebody changed, with a choice for each kind. Single records are chosen for in the list below. */
export function ConflictKinds({ run, kinds }: { readonly run: string; readonly kinds: readonly ConflictsOfKind[] }) {
  const { trust } = useWorkbench();
  const chosen = useTrust((state) => state.choices[run] ?? nothingChosen);
  const choose = (kind: string, choice: ConflictChoice): void => trust.getState().choose(run, chooseKinds(chosen, [kind], choice));
  return (
    <ul className={styles['kinds']} aria-label={said.choice} data-testid="conflict-kinds">
      {kinds.map(({ kind, ifRestored, fields, count }) => {
        const own = Object.values(chosen.records).filter((one) => one.kind === kind).length;
        const title = said.kind(count, fields, ifRestored);
        return (
          <li key={kind} className={styles['kind']}>
            <span className={styles['title']} title={title}>
              {title}
            </span>
            {own > 0 ? <span className={styles['own']}>{said.own(own)}</span> : null}
            <SegmentedControl<ConflictChoice>
              size="xs"
              aria-label={title}
              value={chosen.kinds[kind] ?? 'keep'}
              onChange={(choice) => choose(kind, choice)}
              data={[
                { value: 'keep', label: said.keepTheirs },
                { value: 'restore', label: said.restored[ifRestored] },
              ]}
            />
          </li>
        );
      })}
    </ul>
  );
}
