import { useEffect, useState } from 'react';
import { asAppError } from '../../flows/kit/errors.ts';
import { errorText } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import type { MappingTarget } from './findTarget.ts';
import type { TargetField } from './mappingDraft.ts';

/** The fields of a target, asked of its system once. */
export function useTargetFields(target: MappingTarget): { readonly fields?: readonly TargetField[]; readonly error?: string } {
  const { link, flow } = useWorkbench();
  const [state, setState] = useState<{ fields?: readonly TargetField[]; error?: string }>({});
  const { definition, lookup, settings } = target;
  useEffect(() => {
    let isOver = false;
    link
      .client()
      .lookups.choices({ path: flow.getState().path, type: definition.type, lookup, settings: { ...settings } })
      .then(
        (choices) => {
          const fields = choices.map(({ value, label, detail, type, required, examples, relationship }) => ({
            name: value,
            label,
            kind: detail ?? '',
            type,
            isRequired: required === true,
            values: examples ?? [],
            relationship,
          }));
          if (!isOver) setState({ fields });
        },
        (thrown: unknown) => isOver || setState({ error: errorText(asAppError(thrown)) }),
      );
    return () => {
      isOver = true;
    };
  }, [link, flow, definition, lookup, settings]);
  return state;
}
