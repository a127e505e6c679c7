import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { Grid3x3, Maximize, Minus, Plus, Workflow } from 'lucide-react';
import { memo } from 'react';
import { useFlow, useSelection, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { commandOf } from '../commands/commands.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { isOfThen } from '../stores/flowStore.ts';
import styles from './Canvas.module.css';

/** Zoom, arrange, snap, fit. */
export const CanvasControls = memo(function CanvasControls() {
  const workbench = useWorkbench();
  const { canvas } = workbench;
  const canEdit = !useFlow(isOfThen);
  const snaps = useSelection((state) => state.snaps);
  const { zoomTo } = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Panel position="bottom-left" className={styles['controls']}>
      <IconButton label={words.canvas.zoomOut} icon={<Minus size={16} />} onClick={() => canvas.current?.zoom('out')} />
      <button type="button" className={styles['zoom']} onClick={() => void zoomTo(1, { duration: 120 })}>
        {percent} %
      </button>
      <IconButton label={words.canvas.zoomIn} icon={<Plus size={16} />} onClick={() => canvas.current?.zoom('in')} />
      <span className={styles['rule']} />
      <IconButton
        label={commandOf('arrange').title}
        shortcut="L"
        icon={<Workflow size={16} />}
        disabled={!canEdit}
        onClick={() => commandOf('arrange').run(workbench)}
      />
      <IconButton
        label={commandOf('snap').title}
        shortcut="G"
        pressed={snaps}
        icon={<Grid3x3 size={16} />}
        onClick={() => commandOf('snap').run(workbench)}
      />
      <span className={styles['rule']} />
      <IconButton label={words.canvas.fit} shortcut="F" icon={<Maximize size={16} />} onClick={() => canvas.current?.fit()} />
    </Panel>
  );
});
