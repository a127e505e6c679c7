import { useCallback, useState } from 'react';
import { asAppError } from '../../../flows/kit/errors.ts';
import type { HostClient } from '../../../host/contract/contract.ts';
import { errorText } from '../../app/notify.ts';
import { useWorkbench } from '../../app/workbench.ts';
import type { FieldProps } from '../fieldProps.ts';

type Choice = Awaited<ReturnType<HostClient['lookups']['choices']>>[number];

interface Choices {
  readonly choices: readonly Choice[];
  readonly isLoading: boolean;
  /** Why there are none, in words. */
  readonly error: string | undefined;
  /** Asks the host; gives what came, or nothing when it could not say. */
  readonly load: () => Promise<readonly Choice[] | undefined>;
}

/** The choices of a field's lookup, asked for when the person opens the list. */
export function useChoices({ definition, field, settings, upstream }: Pick<FieldProps, 'definition' | 'field' | 'settings' | 'upstream'>): Choices {
  const { link, flow } = useWorkbench();
  const [state, setState] = useState<Omit<Choices, 'load'>>({ choices: [], isLoading: false, error: undefined });
  const load = useCallback(async () => {
    setState((before) => ({ ...before, isLoading: true, error: undefined }));
    try {
      const choices = await link
        .client()
        .lookups.choices({ path: flow.getState().path, type: definition.type, lookup: field.lookup ?? '', settings: { ...settings }, upstream: columnsOf(upstream) });
      setState({ choices, isLoading: false, error: undefined });
      return choices;
    } catch (thrown) {
      setState({ choices: [], isLoading: false, error: errorText(asAppError(thrown)) });
      return undefined;
    }
  }, [link, flow, definition, field, settings, upstream]);
  return { ...state, load };
}

/** As they cross to the host. */
function columnsOf(upstream: FieldProps['upstream']) {
  return upstream.map((schema) => schema?.map(({ name, type }) => ({ name, type })) ?? null);
}
