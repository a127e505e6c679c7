import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { FlowParameter } from '../../flows/model/document.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { FormSection } from '../ui/FormSection.tsx';
import { words } from '../words/words.ts';
import { changeParameter, renameParameter, valueOf } from './parameterEdits.ts';
import styles from './ParametersForm.module.css';
import { ValueField } from './ValueField.tsx';

const types = (['text', 'number', 'boolean'] as const).map((value) => ({ value, label: words.parameters.types[value] }));

/** The flow's parameters, to be named, typed, given a default and described. */
export function ParametersForm() {
  const { flow } = useWorkbench();
  const parameters = useFlow((state) => state.document.parameters);
  const add = (): void => {
    let index = 1;
    while (parameters[words.parameters.newName(index)]) index += 1;
    flow.getState().edit({ edit: 'setParameters', parameters: { ...parameters, [words.parameters.newName(index)]: { type: 'text' } } });
  };
  return (
    <FormSection title={words.parameters.title} hint={Object.keys(parameters).length === 0 ? words.parameters.none : words.parameters.hint} testId="parameters">
      {Object.entries(parameters).map(([name, parameter]) => (
        <ParameterCard key={name} name={name} parameter={parameter} />
      ))}
      <Button size="compact-sm" variant="subtle" className={styles['add']} leftSection={<Plus size={14} />} onClick={add}>
        {words.parameters.add}
      </Button>
    </FormSection>
  );
}

function ParameterCard({ name, parameter }: { readonly name: string; readonly parameter: FlowParameter }) {
  const { flow } = useWorkbench();
  const [typedName, setTypedName] = useState(name);
  const [typedDefault, setTypedDefault] = useState(String(parameter.default ?? ''));
  // Undo, or another type, may have changed it behind what was typed.
  const isBehind = parameter.default !== undefined && valueOf(parameter.type, typedDefault) !== parameter.default;
  const shownDefault = isBehind ? String(parameter.default) : typedDefault;
  const others = useFlow((state) => state.document.parameters);
  const isBad = !/^[A-Za-z][A-Za-z0-9]*$/.test(typedName);
  const isTaken = typedName !== name && others[typedName] !== undefined;
  const change = (next: FlowParameter | undefined): void => flow.getState().edit(changeParameter(flow.getState().document, name, next), `parameter ${name}`);
  const rename = (): void => {
    if (isBad || isTaken) setTypedName(name);
    else if (typedName !== name) flow.getState().edit(renameParameter(flow.getState().document, name, typedName));
  };
  return (
    <fieldset className={styles['card']}>
      <legend className="visuallyHidden">{name}</legend>
      <div className={styles['row']}>
        <TextInput
          size="xs"
          className={styles['grow']}
          aria-label={words.parameters.name}
          value={typedName}
          error={isBad ? words.parameters.badName : isTaken ? words.parameters.takenName(typedName) : undefined}
          onChange={(event) => setTypedName(event.target.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && rename()}
        />
        <Select
          size="xs"
          w={108}
          aria-label={`${words.parameters.type}, ${name}`}
          allowDeselect={false}
          data={types}
          value={parameter.type}
          onChange={(type) => {
            if (!type) return;
            const { default: old, ...rest } = parameter;
            const kept = valueOf(type, String(old ?? ''));
            change({ ...rest, type, ...(kept === undefined ? {} : { default: kept }) });
          }}
        />
        <ActionIcon size={24} aria-label={`${words.remove}: ${name}`} onClick={() => change(undefined)}>
          <X size={14} />
        </ActionIcon>
      </div>
      <ValueField
        type={parameter.type}
        label={words.parameters.default}
        placeholder={words.parameters.noDefault}
        text={shownDefault}
        onType={(text) => {
          setTypedDefault(text);
          const { default: _old, ...rest } = parameter;
          const value = valueOf(parameter.type, text);
          change(value === undefined ? rest : { ...rest, default: value });
        }}
      />
      <TextInput
        size="xs"
        label={words.parameters.description}
        value={parameter.description ?? ''}
        onChange={(event) => {
          const { description: _old, ...rest } = parameter;
          change(event.target.value === '' ? rest : { ...rest, description: event.target.value });
        }}
      />
    </fieldset>
  );
}
