import type { Port } from '../../kit/defineNode.ts';

/** Ports that routeRows has anyway. */
export const ownPorts: readonly string[] = ['else', 'rejected'];

/** The port of a route, made of its name: `Large deals` → `largeDeals`. A name without letters gives `route` and its number. */
export function routePort(name: string, index: number): string {
  const words = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9]+/g, ' ').trim().split(' ');
  const joined = words.map((word, place) => (place === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join('');
  return /^[a-z]/.test(joined) ? joined : `route${index + 1}${joined}`;
}

/** One port for each route; of routes that would have the same port, the first. */
export function routePorts(routes: readonly { readonly name: string }[]): Port[] {
  const ports = routes.map(({ name }, index) => ({ name: routePort(name, index), title: name.trim() || `Route ${index + 1}` }));
  return ports.filter(({ name }, index) => !ownPorts.includes(name) && ports.findIndex((other) => other.name === name) === index);
}
