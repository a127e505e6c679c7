import { Checkbox, NumberInput } from '@mantine/core';
import type { FlowLimits } from '../../flows/model/document.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import { FormSection } from '../ui/FormSection.tsx';
import { words } from '../words/words.ts';
import styles from './LimitsForm.module.css';

const said = words.inspector.limits;

/** How much one run of the flow may write at most, and whether it must have run elsewhere before it writes to production. */
export function LimitsForm() {
  const { flow } = useWorkbench();
  const limits = useFlow((state) => state.document.limits);
  const change = (changed: Partial<FlowLimits>): void => {
    const { rows, deletes, sandboxFirst } = { ...limits, ...changed };
    const next: FlowLimits = { ...(rows === undefined ? {} : { rows }), ...(deletes === undefined ? {} : { deletes }), ...(sandboxFirst ? { sandboxFirst } : {}) };
    flow.getState().edit({ edit: 'setLimits', limits: Object.keys(next).length === 0 ? undefined : next }, 'limits');
  };
  return (
    <FormSection title={said.title} hint={said.hint} testId="limits">
      <div className={styles['pair']}>
        {(['rows', 'deletes'] as const).map((what) => (
          <NumberInput
            key={what}
            size="xs"
            label={said[what]}
            placeholder={said.any}
            min={0}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=","
            value={limits?.[what] ?? ''}
            onChange={(value) => change({ [what]: typeof value === 'number' ? value : undefined })}
          />
        ))}
      </div>
      <Checkbox size="xs" label={said.sandboxFirst} description={said.sandboxFirstHint} checked={limits?.sandboxFirst ?? false} onChange={(event) => change({ sandboxFirst: event.currentTarget.checked })} />
    </FormSection>
  );
}
