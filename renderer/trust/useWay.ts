import { useTrust } from '../app/workbench.ts';

/** Whether the row that is followed, or looked at, came by all of these nodes and out-ports: `on` or `off`; undefined while there is none. */
export function useWay(...places: readonly (string | undefined)[]): 'on' | 'off' | undefined {
  return useTrust(({ trace, light }) => {
    const way = trace?.way ?? light;
    return !way || way.size === 0 ? undefined : places.every((place) => place !== undefined && way.has(place)) ? 'on' : 'off';
  });
}
