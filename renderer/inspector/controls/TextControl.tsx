import { TextInput } from '@mantine/core';
import { BuildQuery } from '../../soql/BuildQuery.tsx';
import { GrowingText } from '../../ui/GrowingText.tsx';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';
import styles from './controls.module.css';

/** A text, of one line or of several; a query has a builder beside it. */
export function TextControl(props: FieldProps) {
  const { id, describedBy, field, value, problems, onChange } = props;
  const shared = {
    id,
    size: 'xs' as const,
    'aria-describedby': describedBy,
    error: problems.length > 0,
    placeholder: field.placeholder ?? '',
    value: textOf(value),
  };
  if (!field.multiline) return <TextInput {...shared} onChange={(event) => onChange(event.target.value)} />;
  const isCode = field.language !== undefined;
  return (
    <div className={styles['list']}>
      <GrowingText {...shared} minRows={3} maxRows={16} spellCheck={!isCode} classNames={isCode ? { input: styles['code']! } : {}} onChange={(event) => onChange(event.target.value)} />
      {field.language === 'soql' ? <BuildQuery {...props} /> : null}
    </div>
  );
}
