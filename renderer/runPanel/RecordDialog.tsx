import { Button } from '@mantine/core';
import { ChevronDown, ChevronUp, Copy, Route } from 'lucide-react';
import type { Cell } from '../../flows/kit/schema.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import { ColumnTypeIcon } from '../ui/ColumnTypeIcon.tsx';
import { copyText } from '../ui/copyText.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './RecordDialog.module.css';
import type { Sample } from './useSample.ts';

interface Props {
  readonly schema: Sample['schema'];
  readonly row: readonly Cell[];
  /** Counted from 1, as the grid numbers it. */
  readonly number: number;
  readonly onStep: ((by: 1 | -1) => void) | undefined;
  readonly onClose: () => void;
  /** Shows where the row comes from; missing where that cannot be followed. */
  readonly onTrace?: (() => void) | undefined;
}

/** One row, a line for every column, whole. */
export function RecordDialog({ schema, row, number, onStep, onClose, onTrace }: Props) {
  const text = schema.map(({ name }, index) => `${name}\t${String(row[index] ?? '')}`).join('\n');
  return (
    <Dialog onClose={onClose} title={words.grid.record(number)} size={560}>
      <dl className={styles['record']} data-testid="record">
        {schema.map((column, index) => (
          <div key={column.name}>
            <dt>
              <ColumnTypeIcon type={column.type} />
              {column.label ?? column.name}
            </dt>
            <dd>{row[index] === null || row[index] === undefined ? <span className={styles['blank']}>{words.panel.blank}</span> : String(row[index])}</dd>
          </div>
        ))}
      </dl>
      <footer className={styles['foot']}>
        <IconButton label={words.grid.previous} icon={<ChevronUp size={16} />} onClick={() => onStep?.(-1)} />
        <IconButton label={words.grid.next} icon={<ChevronDown size={16} />} onClick={() => onStep?.(1)} />
        {onTrace ? (
          <Button variant="light" leftSection={<Route size={14} />} onClick={onTrace}>
            {words.trust.lineage.ask}
          </Button>
        ) : null}
        <Button variant="default" className={styles['copy']} leftSection={<Copy size={14} />} onClick={() => copyText(text)}>
          {words.grid.copyRecord}
        </Button>
      </footer>
    </Dialog>
  );
}
