import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  SquareDashedMousePointer,
} from 'lucide-react';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { alignments, type Alignment } from '../canvas/alignNodes.ts';
import { commandOf } from '../commands/commands.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Inspector.module.css';

const icons: Record<Alignment, typeof AlignStartVertical> = {
  left: AlignStartVertical,
  center: AlignCenterVertical,
  right: AlignEndVertical,
  top: AlignStartHorizontal,
  middle: AlignCenterHorizontal,
  bottom: AlignEndHorizontal,
  across: AlignHorizontalSpaceBetween,
  down: AlignVerticalSpaceBetween,
};

/** What can be done with several nodes at once. */
export function SeveralInspector({ count }: { readonly count: number }) {
  const workbench = useWorkbench();
  return (
    <>
      <EmptyState icon={<SquareDashedMousePointer size={28} />} title={words.inspector.several(count)} hint={words.inspector.severalHint} />
      <div role="toolbar" aria-label={words.inspector.align} className={styles['align']}>
        {alignments.map((how) => {
          const command = commandOf(`align.${how}`);
          const Icon = icons[how];
          return (
            <IconButton
              key={how}
              label={command.title}
              icon={<Icon size={18} />}
              disabled={!(command.when?.(workbench) ?? true)}
              onClick={() => command.run(workbench)}
            />
          );
        })}
      </div>
    </>
  );
}
