import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useMemo, useState, type DragEvent } from 'react';
import { categories } from '../../flows/kit/defineNode.ts';
import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { addNode } from '../canvas/addNode.ts';
import { goesThroughMime, nodeTypeMime } from '../canvas/useCanvasDrop.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { matching } from '../ui/SearchList.tsx';
import styles from './Palette.module.css';
import { paletteItems, type PaletteItem } from './paletteItems.tsx';

/** The node types by category, to search, drag to the canvas, or add by double-click or Enter. */
export function Palette() {
  const { definitions } = useWorkbench();
  const [text, setText] = useState('');
  const items = useMemo(() => paletteItems(definitions), [definitions]);
  const found = matching(items, text);
  return (
    <nav className={styles['palette']} aria-label={words.palette.title}>
      <div className={styles['search']}>
        <TextInput
          type="search"
          size="xs"
          leftSection={<Search size={14} />}
          placeholder={words.palette.search}
          aria-label={words.palette.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className={styles['list']}>
        {categories.map((category) => {
          const inside = found.filter(({ definition }) => definition.category === category);
          if (inside.length === 0) return null;
          return (
            <section key={category} aria-label={category}>
              <h2 className={styles['category']}>{category}</h2>
              {inside.map((item) => (
                <PaletteChip key={item.id} item={item} />
              ))}
            </section>
          );
        })}
        {found.length === 0 ? <EmptyState title={words.palette.nothing(text)} hint={words.palette.nothingHint} /> : null}
      </div>
    </nav>
  );
}

function PaletteChip({ item }: { readonly item: PaletteItem }) {
  const workbench = useWorkbench();
  const add = (): void => addNode(workbench, item.id);
  const onDragStart = (event: DragEvent): void => {
    event.dataTransfer.setData(nodeTypeMime, item.id);
    if (item.definition.kind === 'transform') event.dataTransfer.setData(goesThroughMime, item.id);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <button
      type="button"
      className={styles['chip']}
      draggable
      title={item.detail}
      aria-label={words.palette.drag(item.title)}
      data-testid={`palette-${item.id}`}
      onDragStart={onDragStart}
      // A click of the keyboard has no count; the pointer's adds when it is double.
      onClick={(event) => event.detail === 0 && add()}
      onDoubleClick={add}
    >
      {item.icon}
      <span className={styles['words']}>
        <span className={styles['title']}>{item.title}</span>
        <span className={styles['summary']}>{item.detail}</span>
      </span>
    </button>
  );
}
