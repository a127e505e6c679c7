/** A path as routes know it: clients send `//services/data/` and `/query/` and mean one slash and none. */
export function plainPath(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}
