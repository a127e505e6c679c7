import { useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import { errorText } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';

interface Adding {
  readonly isBusy: boolean;
  /** What went wrong, as a sentence. */
  readonly error: string | undefined;
  /** Does what makes the connection; then the list is read again and `onDone` gets its name. Somebody's own cancelling is no news. */
  readonly add: (name: string, work: () => Promise<unknown>) => Promise<void>;
}

export function useAdding(onDone: (name: string) => void): Adding {
  const { link, connections } = useWorkbench();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const add = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      await connections.getState().refresh(link.client());
      onDone(name);
    } catch (thrown) {
      const problem = asAppError(thrown);
      if (problem.kind !== 'cancelled') setError(errorText(problem));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, add };
}
