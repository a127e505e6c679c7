import { useSelection, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { Palette } from '../palette/Palette.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { Outline } from './Outline.tsx';
import styles from './Outline.module.css';

/** The left side: what can be added, or the flow as a list. */
export function SidePane() {
  const left = useSelection((state) => state.left);
  const { selection } = useWorkbench();
  return (
    <div className={styles['pane']}>
      <div className={styles['tabs']}>
        <Tabs
          label={words.outline.side}
          tabs={[
            { id: 'palette', title: words.palette.title },
            { id: 'outline', title: words.outline.title },
          ]}
          active={left}
          controls="side-body"
          onPick={(tab) => selection.getState().showLeft(tab)}
        />
      </div>
      <div role="tabpanel" id="side-body" aria-labelledby={`tab-${left}`} className={styles['body']}>
        {left === 'palette' ? <Palette /> : <Outline />}
      </div>
    </div>
  );
}
