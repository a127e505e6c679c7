import { Button, Tooltip } from '@mantine/core';
import { Wrench } from 'lucide-react';
import { useMemo } from 'react';
import type { FieldFacts } from '../../flows/kit/fieldFacts.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import type { RejectedGroup } from '../../flows/model/groupRejected.ts';
import { suggestFixes, type Fix } from '../../flows/model/suggestFixes.ts';
import { notify } from '../app/notify.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { isOfThen } from '../stores/flowStore.ts';
import { fixWithPlaces } from './applyFix.ts';
import styles from './FixButtons.module.css';

interface Props {
  readonly group: RejectedGroup;
  readonly node: string;
  readonly columns: Schema;
  readonly fields: readonly FieldFacts[];
}

/** What would keep the rows of a cause from being rejected again. A click does it, as one step that can be undone, and opens what was added. */
export function FixButtons({ group, node, columns, fields }: Props) {
  const { flow, selection, definitions, canvas } = useWorkbench();
  const document = useFlow((state) => state.document);
  const isThen = useFlow(isOfThen);
  const fixes = useMemo(
    () => (document.nodes[node] && !isThen ? suggestFixes(group, { document, definitions, node, schema: columns, fields }).filter(({ edit }) => edit) : []),
    [group, document, isThen, definitions, node, columns, fields],
  );
  if (fixes.length === 0) return null;
  const fix = ({ edit, node: added, title }: Fix): void => {
    if (!edit) return;
    flow.getState().edit(fixWithPlaces(document, edit, node));
    if (added !== undefined) selection.getState().goToField({ node: added, setting: undefined });
    notify(words.triage.fixed(title));
    // Once it is drawn: the flow has grown.
    setTimeout(() => canvas.current?.fit());
  };
  return (
    <div role="group" aria-label={words.triage.fixes} className={styles['fixes']}>
      {fixes.map((one) => (
        <Tooltip key={one.id} multiline w={320} label={one.detail}>
          <Button size="compact-xs" variant="light" leftSection={<Wrench size={12} />} onClick={() => fix(one)}>
            {one.title}
          </Button>
        </Tooltip>
      ))}
    </div>
  );
}
