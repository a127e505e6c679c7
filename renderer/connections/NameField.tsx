import { TextInput } from '@mantine/core';
import { useConnections } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { focusField } from '../ui/focusField.ts';

interface NameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
}

/** The name under which flows know a connection. */
export function NameField({ name, onChange }: NameFieldProps) {
  const isTaken = useConnections((state) => state.list.some((connection) => connection.name === name));
  return (
    <TextInput
      size="xs"
      required
      ref={focusField}
      label={words.connections.name}
      description={isTaken ? words.connections.nameTaken(name) : words.connections.nameHint}
      value={name}
      onChange={(event) => onChange(event.target.value.trim())}
    />
  );
}
