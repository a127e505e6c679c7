import { Button, TextInput } from '@mantine/core';
import { FolderOpen } from 'lucide-react';
import { orNotify } from '../../app/notify.ts';
import { useWorkbench } from '../../app/workbench.ts';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';
import styles from './controls.module.css';

/** The name of a file; with the host's own dialog where it has one. */
export function FileControl({ id, describedBy, field, value, problems, onChange }: FieldProps) {
  const { link } = useWorkbench();
  const isWrite = field.file?.access === 'write';
  const browse = async (): Promise<void> => {
    const ask = { title: field.title, extensions: [...(field.file?.extensions ?? [])] };
    const { path } = await (isWrite ? link.client().app.saveFile(ask) : link.client().app.pickFile(ask));
    if (path !== undefined) onChange(path);
  };
  return (
    <div className={styles['row']}>
      <TextInput
        id={id}
        size="xs"
        className={styles['grow']}
        aria-describedby={describedBy}
        error={problems.length > 0}
        placeholder={field.placeholder ?? ''}
        value={textOf(value)}
        onChange={(event) => onChange(event.target.value)}
      />
      {link.can(isWrite ? 'saveFile' : 'pickFile') ? (
        <Button size="xs" variant="default" leftSection={<FolderOpen size={14} />} onClick={() => orNotify(browse())}>
          {words.inspector.browse}
        </Button>
      ) : null}
    </div>
  );
}
