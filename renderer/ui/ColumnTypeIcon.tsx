import { Calendar, CalendarClock, Clock, Hash, ToggleLeft, Type } from 'lucide-react';
import type { ColumnType } from '../../flows/kit/schema.ts';
import { words } from '../words/words.ts';
import styles from './ColumnTypeIcon.module.css';

const icons: Record<ColumnType, typeof Type> = { text: Type, number: Hash, boolean: ToggleLeft, date: Calendar, datetime: CalendarClock, time: Clock };

/** The sign of a column type, with its word for those who ask. */
export function ColumnTypeIcon({ type }: { readonly type: ColumnType }) {
  const Icon = icons[type];
  return (
    <span className={styles['type']} title={words.inspector.typeNames[type]}>
      <Icon size={14} role="img" aria-label={words.inspector.typeNames[type]} />
    </span>
  );
}
