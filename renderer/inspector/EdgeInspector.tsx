import { Button } from '@mantine/core';
import { Plus, Spline } from 'lucide-react';
import { edgeId, parseEnd } from '../../flows/model/document.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { useNodeTitle } from '../app/useNodeTitle.ts';
import { commandOf } from '../commands/commands.ts';
import { ColumnTypeIcon } from '../ui/ColumnTypeIcon.tsx';
import { Shortcut } from '../ui/Shortcut.tsx';
import styles from './Inspector.module.css';

/** Where an edge goes and the columns that go over it. */
export function EdgeInspector({ id }: { readonly id: string }) {
  const edge = useFlow((state) => state.document.edges.find((one) => edgeId(one) === id));
  const schema = useFlow((state) => (edge ? state.findings.schemas.get(edge.from) : undefined));
  const from = useNodeTitle(edge ? parseEnd(edge.from).node : '');
  const to = useNodeTitle(edge ? parseEnd(edge.to).node : '');
  const workbench = useWorkbench();
  if (!edge) return null;
  const insert = commandOf('insert');
  return (
    <>
      <header className={styles['head']}>
        <Spline size={20} aria-hidden="true" />
        <div className={styles['headWords']}>
          <h2 className={styles['name']}>{words.inspector.edge}</h2>
          <p className={styles['type']}>
            {from} → {to}
          </p>
        </div>
      </header>
      <p className={styles['summary']}>{schema ? words.inspector.edgeColumns(schema.length) : words.inspector.edgeUnknown}</p>
      <div className={styles['action']}>
        <Button size="compact-sm" variant="default" leftSection={<Plus size={14} />} rightSection={<Shortcut keys="I" />} onClick={() => insert.run(workbench)}>
          {insert.title}
        </Button>
      </div>
      {schema ? (
        <ul className={styles['columns']}>
          {schema.map((column) => (
            <li key={column.name}>
              <ColumnTypeIcon type={column.type} />
              {column.label ?? column.name}
              <span className={styles['columnType']}>{words.inspector.typeNames[column.type]}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
