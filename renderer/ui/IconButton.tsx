import { ActionIcon, Tooltip } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';
import { Shortcut } from './Shortcut.tsx';

interface Props {
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string | undefined;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  /** In px, at least 24. */
  readonly size?: number;
  readonly onClick: () => void;
  readonly onMouseDown?: (event: MouseEvent) => void;
}

/** A button that is a sign: its words are in the tooltip and for the screen reader. */
export function IconButton({ label, icon, shortcut, disabled = false, pressed, size = 28, onClick, onMouseDown }: Props) {
  const tip = shortcut ? (
    <span>
      {label} <Shortcut keys={shortcut} />
    </span>
  ) : (
    label
  );
  return (
    <Tooltip label={tip}>
      <ActionIcon size={size} aria-label={label} disabled={disabled} onClick={onClick} {...(onMouseDown ? { onMouseDown } : {})} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
