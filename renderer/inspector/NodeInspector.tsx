import { Button } from '@mantine/core';
import { ChevronRight, ListChecks } from 'lucide-react';
import { useMemo, useState } from 'react';
import { describeFields, isFieldShown, type FieldDescription } from '../../flows/kit/fields.ts';
import { upstreamSchemas } from '../../flows/model/flowGraph.ts';
import { useFlow, useRun, useSelection, useWorkbench } from '../app/workbench.ts';
import { GrowingText } from '../ui/GrowingText.tsx';
import { words } from '../words/words.ts';
import { describeNode } from '../canvas/describeNode.ts';
import { commandOf } from '../commands/commands.ts';
import { SampleRowsProvider } from '../formula/SampleRowsProvider.tsx';
import { WriterMapping } from '../mapping/WriterMapping.tsx';
import { isRunning } from '../stores/runStore.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { Shortcut } from '../ui/Shortcut.tsx';
import { Field } from './Field.tsx';
import { Messages } from './Messages.tsx';
import styles from './Inspector.module.css';

/** The settings of one node, drawn from what its definition says of them. */
export function NodeInspector({ node: id }: { readonly node: string }) {
  const { flow, definitions } = useWorkbench();
  const document = useFlow((state) => state.document);
  const findings = useFlow((state) => state.findings);
  const wanted = useSelection((state) => (state.field?.node === id ? state.field.setting : undefined));
  const [isMoreOpen, setIsMoreOpen] = useState(false);
  const node = document.nodes[id]!;
  const definition = definitions[node.type];
  const fields = useMemo(() => (definition ? describeFields(definition.settings) : []), [definition]);
  const settings = useMemo(() => ({ ...Object.fromEntries(fields.map((field) => [field.name, field.default])), ...node.settings }), [fields, node.settings]);
  if (!definition) return <p className={styles['summary']}>{words.canvas.unknownType(node.type)}</p>;

  const problems = findings.byNode.get(id) ?? [];
  const general = problems.filter((problem) => problem.where.path === undefined);
  const ports = describeNode(node, definition).ins.map((port) => port.name);
  const upstream = upstreamSchemas(document, id, ports, findings.schemas);
  const shown = fields.filter((field) => isFieldShown(field, settings));
  const draw = (field: FieldDescription) => (
    <Field
      key={field.name}
      node={id}
      definition={definition}
      field={field}
      value={settings[field.name]}
      settings={settings}
      upstream={upstream}
      problems={problems.filter((problem) => problem.where.path?.[0] === field.name)}
      isWanted={wanted === field.name}
      onChange={(value) => flow.getState().edit({ edit: 'setSetting', id, path: [field.name], value }, `${id}.${field.name}`)}
    />
  );
  const advanced = shown.filter((field) => field.advanced);
  const isMoreWanted = advanced.some((field) => field.name === wanted || problems.some((problem) => problem.where.path?.[0] === field.name));
  return (
    <SampleRowsProvider node={id} ports={definition.targets !== undefined || fields.some(readsRows) ? ports : []} upstream={upstream}>
      <header className={styles['head']}>
        <NodeIcon type={node.type} kind={definition.kind} />
        <div className={styles['headWords']}>
          <input
            className={styles['name']}
            aria-label={words.inspector.nodeTitle}
            value={node.title ?? ''}
            placeholder={definition.title}
            onChange={(event) => flow.getState().edit({ edit: 'setTitle', id, title: event.target.value }, `${id} title`)}
          />
          <p className={styles['type']}>
            {definition.title} · {words.kinds[definition.kind]}
          </p>
        </div>
      </header>
      <p className={styles['summary']}>{definition.summary}</p>
      <PreviewToHere />
      <div className={styles['fields']}>
        {general.length > 0 ? <Messages problems={general} /> : null}
        {shown.filter((field) => !field.advanced).map(draw)}
        {definition.targets === undefined ? null : <WriterMapping node={id} schema={upstream[0]} />}
      </div>
      <details className={styles['more']} open={isMoreWanted || undefined} onToggle={(event) => setIsMoreOpen(event.currentTarget.open)}>
        <summary>
          <ChevronRight size={16} />
          {words.inspector.more}
        </summary>
        {isMoreOpen || isMoreWanted ? (
          <div className={styles['fields']}>
            {advanced.map(draw)}
            <GrowingText
              label={words.inspector.note}
              placeholder={words.inspector.notePlaceholder}
              minRows={2}
              maxRows={10}
              size="xs"
              value={node.note ?? ''}
              onChange={(event) => flow.getState().edit({ edit: 'setNote', id, note: event.target.value }, `${id} note`)}
            />
          </div>
        ) : null}
      </details>
    </SampleRowsProvider>
  );
}

/** Rows as they leave this node, without the rest of the flow. */
function PreviewToHere() {
  const workbench = useWorkbench();
  const isLive = useRun(isRunning);
  const command = commandOf('planToHere');
  return (
    <div className={styles['action']}>
      <Button variant="default" disabled={isLive} leftSection={<ListChecks size={14} />} rightSection={<Shortcut keys={command.shortcuts![0]!} />} onClick={() => command.run(workbench)}>
        {words.inspector.planToHere}
      </Button>
    </div>
  );
}

/** Whether a setting is tried on sample rows: formulas are, alone or as parts. */
function readsRows({ control, cells }: FieldDescription): boolean {
  return control === 'formula' || control === 'mapping' || Object.values(cells ?? {}).some((cell) => cell.control === 'formula');
}
