import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Shortcut } from './Shortcut.tsx';

interface Props {
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string | undefined;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

/** A button that is a sign: its words are in the tooltip and for the screen reader. */
export function IconButton({ label, icon, shortcut, disabled = false, pressed, onClick }: Props) {
  const tip = shortcut ? (
    <span>
      {label} <Shortcut keys={shortcut} />
    </span>
  ) : (
    label
  );
  return (
    <Tooltip label={tip}>
      <ActionIcon aria-label={label} disabled={disabled} onClick={onClick} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
