import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A modal dialog, open as long as it is drawn. When it goes, the focus is again where it was before; where that is gone too, in the middle of the window. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Once the dialog is out of the document. What took the focus meanwhile keeps it.
      setTimeout(() => {
        const now = document.activeElement;
        if (now && now !== document.body) return;
        const back = before instanceof HTMLElement && before !== document.body && before.isConnected ? before : document.querySelector('main');
        back?.focus({ preventScroll: true });
      });
    },
    [before],
  );
  return <Modal opened {...props} />;
}
