import { useTrust } from '../app/workbench.ts';

/** Whether the row that is followed came by all of these nodes and out-ports: `on` or `off`; undefined while no row is followed. */
export function useWay(...places: readonly (string | undefined)[]): 'on' | 'off' | undefined {
  return useTrust(({ trace }) => (!trace || trace.way.size === 0 ? undefined : places.every((place) => place !== undefined && trace.way.has(place)) ? 'on' : 'off'));
}
