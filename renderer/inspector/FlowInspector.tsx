import { Button } from '@mantine/core';
import { SquareTerminal, Workflow } from 'lucide-react';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { GrowingText } from '../ui/GrowingText.tsx';
import { words } from '../words/words.ts';
import { ParametersForm } from '../parameters/ParametersForm.tsx';
import styles from './Inspector.module.css';
import { LimitsForm } from './LimitsForm.tsx';

/** What the flow says of itself; shown while nothing is picked. */
export function FlowInspector() {
  const { flow, selection } = useWorkbench();
  const name = useFlow((state) => state.document.name);
  const description = useFlow((state) => state.document.description);
  const path = useFlow((state) => state.path);
  return (
    <>
      <header className={styles['head']}>
        <Workflow size={20} aria-hidden="true" />
        <div className={styles['headWords']}>
          <h2 className={styles['name']}>{name}</h2>
        </div>
      </header>
      <p className={styles['summary']}>{words.inspector.flowHint}</p>
      <div className={styles['fields']}>
        <GrowingText
          label={words.inspector.flowDescription}
          placeholder={words.inspector.flowDescriptionPlaceholder}
          minRows={3}
          maxRows={12}
          size="xs"
          value={description ?? ''}
          onChange={(event) => flow.getState().edit({ edit: 'setDescription', description: event.target.value }, 'description')}
        />
        <ParametersForm />
        <LimitsForm />
        <div>
          <p className={styles['label']}>{words.inspector.flowFile}</p>
          <p className={styles['path']}>
            <bdi>{path}</bdi>
          </p>
          <Button variant="default" mt={8} leftSection={<SquareTerminal size={14} />} onClick={() => selection.getState().showDialog('handOver')}>
            {words.handOver.open}
          </Button>
        </div>
      </div>
    </>
  );
}
