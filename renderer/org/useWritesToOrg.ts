import { useMemo } from 'react';
import { useWorkbench } from '../app/workbench.ts';
import { useWholeFlow } from '../calls/useWholeFlow.ts';
import { writtenConnections } from './writtenConnections.ts';

/** Whether the open flow writes to an org, and so can be previewed, undone and proved. */
export function useWritesToOrg(): boolean {
  const { definitions } = useWorkbench();
  const whole = useWholeFlow();
  return useMemo(() => writtenConnections(whole, definitions).length > 0, [whole, definitions]);
}
