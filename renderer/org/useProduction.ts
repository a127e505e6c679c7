import { useMemo } from 'react';
import { connectionsOf } from '../../flows/model/connectionsOf.ts';
import { useWholeFlow } from '../calls/useWholeFlow.ts';
import { useConnections, useWorkbench } from '../app/workbench.ts';

/** The connections of the open flow, and of those it calls, that lead to production orgs, by name. */
export function useProduction(): readonly string[] {
  const { definitions } = useWorkbench();
  const document = useWholeFlow();
  const list = useConnections((state) => state.list);
  return useMemo(() => {
    const production = new Set(list.filter(({ environment }) => environment === 'production').map(({ name }) => name));
    return connectionsOf(document, definitions).filter((name) => production.has(name));
  }, [document, definitions, list]);
}
