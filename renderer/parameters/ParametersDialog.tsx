import { Button } from '@mantine/core';
import { ListChecks, Play } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { orNotify } from '../app/notify.ts';
import { startRun } from '../app/runFlow.ts';
import { useFlow, useRun, useTrust, useWorkbench } from '../app/workbench.ts';
import { useWritesToOrg } from '../org/useWritesToOrg.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import type { ParameterValue } from '../../flows/model/parameters.ts';
import { valueOf } from './parameterEdits.ts';
import styles from './ParametersForm.module.css';
import { ValueField } from './ValueField.tsx';

/** Asks for the parameters of a run: those without a default must be given, the others may be. Runs with them. */
export function ParametersDialog({ onClose }: { readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const parameters = useFlow((state) => state.document.parameters);
  const given = useRun((state) => state.given);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, String(given[name] ?? parameter.default ?? '')])),
  );
  const isAskedToPlan = useTrust((state) => state.asksFor === 'plan');
  const isPlan = useWritesToOrg() || isAskedToPlan;
  const [isAsked, setAsked] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const values: Record<string, ParameterValue> = {};
    for (const [name, parameter] of Object.entries(parameters)) {
      const value = valueOf(parameter.type, texts[name] ?? '') ?? ((texts[name] ?? '').trim() === '' ? parameter.default : undefined);
      if (value === undefined) return setAsked(true);
      values[name] = value;
    }
    workbench.run.getState().giveParameters(values);
    onClose();
    const { asksFor, asksUpTo } = workbench.trust.getState();
    orNotify(startRun(workbench, values, asksFor, asksUpTo));
  };
  return (
    <Dialog onClose={onClose} title={words.parameters.askTitle} size={440}>
      <form className={styles['ask']} onSubmit={submit}>
        <p className={styles['hint']}>{words.parameters.askHint}</p>
        {Object.entries(parameters).map(([name, parameter]) => (
          <ValueField
            key={name}
            type={parameter.type}
            label={name}
            description={parameter.description}
            text={texts[name] ?? ''}
            isRequired={parameter.default === undefined}
            error={isAsked && parameter.default === undefined && (texts[name] ?? '').trim() === '' ? words.parameters.missing : undefined}
            onType={(text) => setTexts({ ...texts, [name]: text })}
          />
        ))}
        <footer className={styles['foot']}>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" leftSection={isPlan ? <ListChecks size={14} /> : <Play size={14} fill="currentColor" />}>
            {isPlan ? words.parameters.plan : words.parameters.run}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
