import { Select, TextInput } from '@mantine/core';
import type { FlowParameter } from '../../flows/model/document.ts';
import { words } from '../words/words.ts';
import { valueOf } from './parameterEdits.ts';

interface Props {
  readonly type: FlowParameter['type'];
  readonly label: string;
  readonly description?: string | undefined;
  readonly placeholder?: string;
  /** As it was typed. */
  readonly text: string;
  readonly isRequired?: boolean;
  readonly error?: string | undefined;
  readonly onType: (text: string) => void;
}

const truths = [
  { value: 'true', label: words.parameters.values.true },
  { value: 'false', label: words.parameters.values.false },
];

/** A value of a parameter, to be typed or, for true/false, picked. What does not fit its type is said below it. */
export function ValueField({ type, label, description, placeholder = '', text, isRequired = false, error, onType }: Props) {
  const shared = { size: 'xs' as const, label, description, placeholder, withAsterisk: isRequired };
  if (type === 'boolean') {
    return <Select {...shared} data={truths} clearable value={text === '' ? null : text} error={error} onChange={(value) => onType(value ?? '')} />;
  }
  const misfit = type === 'number' && text.trim() !== '' && valueOf('number', text) === undefined ? words.parameters.notANumber(text) : undefined;
  const inputMode = type === 'number' ? 'decimal' : 'text';
  return <TextInput {...shared} value={text} error={misfit ?? error} inputMode={inputMode} onChange={(event) => onType(event.target.value)} />;
}
