import { Button } from '@mantine/core';
import { ExternalLink, ListRestart } from 'lucide-react';
import { joinPath } from '../../../flows/model/callPath.ts';
import type { Argument } from '../../../flows/model/bindCall.ts';
import { orNotify } from '../../app/notify.ts';
import { useFlow, useWorkbench } from '../../app/workbench.ts';
import { openCalled } from '../../calls/openCalled.ts';
import { adopt } from '../../calls/watchCalls.ts';
import { valueOf } from '../../parameters/parameterEdits.ts';
import { ValueField } from '../../parameters/ValueField.tsx';
import { words } from '../../words/words.ts';
import type { FieldProps } from '../fieldProps.ts';
import { textOf } from '../textOf.ts';
import styles from './controls.module.css';

/** The parameters of the flow that a node calls, each a field of its type. What has no value there must have one here. */
export function ArgumentsControl({ node, value, settings, onChange }: FieldProps) {
  const workbench = useWorkbench();
  const file = textOf(settings['file']);
  const called = useFlow((state) => state.called[joinPath('', file)]);
  const isStale = useFlow((state) => state.findings.byNode.get(node)?.some(({ code }) => code === 'callPortsChanged') ?? false);
  const given = (Array.isArray(value) ? value : []) as readonly Argument[];
  if (!called || !('document' in called)) return <p className={styles['nothing']}>{words.calls.unknown}</p>;
  const { parameters } = called.document;
  const names = Object.keys(parameters);
  const set = (name: string, text: string): void => {
    const others = given.filter((argument) => argument.name !== name);
    if (text === '') return onChange(others);
    // Text that names a parameter of this flow, or that does not fit yet, stays as it was typed; the check tells of it.
    const next: Argument = { name, value: valueOf(parameters[name]!.type, text) ?? text };
    onChange([...others, next].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)));
  };
  return (
    <div className={styles['list']}>
      {names.map((name) => {
        const { type, description, default: standard } = parameters[name]!;
        const text = String(given.find((argument) => argument.name === name)?.value ?? '');
        return (
          <ValueField
            key={name}
            type={text.includes('{{') ? 'text' : type}
            label={name}
            description={description}
            placeholder={standard === undefined ? '' : String(standard)}
            text={text}
            isRequired={standard === undefined}
            onType={(typed) => set(name, typed)}
          />
        );
      })}
      {names.length === 0 ? <p className={styles['nothing']}>{words.calls.noParameters}</p> : null}
      <div className={styles['row']}>
        <Button size="compact-sm" variant="light" leftSection={<ExternalLink size={14} />} onClick={() => orNotify(openCalled(workbench, node))}>
          {words.calls.open}
        </Button>
        {isStale ? (
          <Button size="compact-sm" variant="light" leftSection={<ListRestart size={14} />} onClick={() => adopt(workbench, node, workbench.flow.getState().called)}>
            {words.calls.readPorts}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
