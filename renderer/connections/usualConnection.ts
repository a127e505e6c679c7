import { connectionsOf } from '../../flows/model/connectionsOf.ts';
import type { Workbench } from '../app/workbench.ts';

/** The org a new node most likely is for: the only one the flow uses already, else the only one that was added, else the demo org. */
export function usualConnection({ flow, definitions, connections }: Pick<Workbench, 'flow' | 'definitions' | 'connections'>): string | undefined {
  const orgs = connections.getState().list.filter(({ system }) => system === 'salesforce');
  const used = connectionsOf(flow.getState().document, definitions).filter((name) => orgs.some((one) => one.name === name));
  if (used.length === 1) return used[0];
  const own = orgs.filter(({ builtIn }) => !builtIn);
  return own.length === 1 ? own[0]!.name : orgs.find(({ builtIn }) => builtIn)?.name;
}
