import { Button, Popover } from '@mantine/core';
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { words } from '../words/words.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './ColumnMenu.module.css';
import { ToolName } from './ToolName.tsx';

interface Props {
  /** In the order in which they are shown. */
  readonly names: readonly string[];
  readonly onMove: (place: number, by: number) => void;
  /** Undefined while they stand as they came. */
  readonly onReset: (() => void) | undefined;
}

/** The columns of the grid, to be put into another order. */
export function ColumnMenu({ names, onMove, onReset }: Props) {
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus returnFocus transitionProps={{ duration: 80 }}>
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" title={words.grid.columnOrder} leftSection={<Columns3 size={14} />}>
          <ToolName name={words.grid.columns} />
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles['menu']}>
        <ol className={styles['list']} aria-label={words.grid.columnOrder}>
          {names.map((name, place) => (
            <li key={name} className={styles['line']}>
              <span>{name}</span>
              <IconButton size={24} label={words.grid.earlier(name)} icon={<ArrowUp size={14} />} disabled={place === 0} onClick={() => onMove(place, -1)} />
              <IconButton size={24} label={words.grid.later(name)} icon={<ArrowDown size={14} />} disabled={place === names.length - 1} onClick={() => onMove(place, 1)} />
            </li>
          ))}
        </ol>
        {onReset ? (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={({ currentTarget }) => {
              // The button goes, and the keyboard stays in the menu.
              currentTarget.parentElement?.querySelector<HTMLElement>('button:enabled')?.focus();
              onReset();
            }}
          >
            {words.grid.asTheyCame}
          </Button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
