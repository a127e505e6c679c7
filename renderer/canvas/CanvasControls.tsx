import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../app/words.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Canvas.module.css';

/** Zoom out, the zoom, zoom in, fit. */
export function CanvasControls() {
  const { canvas } = useWorkbench();
  const { zoomTo } = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Panel position="bottom-left" className={styles['controls']!}>
      <IconButton label={words.canvas.zoomOut} icon={<Minus size={16} />} onClick={() => canvas.current?.zoom('out')} />
      <button type="button" className={styles['zoom']} onClick={() => void zoomTo(1, { duration: 120 })}>
        {percent} %
      </button>
      <IconButton label={words.canvas.zoomIn} icon={<Plus size={16} />} onClick={() => canvas.current?.zoom('in')} />
      <IconButton label={words.canvas.fit} shortcut="F" icon={<Maximize size={16} />} onClick={() => canvas.current?.fit()} />
    </Panel>
  );
}
