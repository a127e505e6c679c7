import { Button } from '@mantine/core';
import { LockKeyhole } from 'lucide-react';
import { useConnections, useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';

/** Where no vault is open: the way to one under a passphrase. */
export function PassphraseButton() {
  const { connections } = useWorkbench();
  const passphrase = useConnections((state) => state.vault?.passphrase);
  return passphrase ? (
    <Button size="compact-sm" variant="default" leftSection={<LockKeyhole size={14} />} onClick={() => connections.getState().askPassphrase(true)}>
      {words.passphrase.actions[passphrase]}
    </Button>
  ) : null;
}
