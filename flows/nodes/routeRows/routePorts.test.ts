import { expect, it } from 'vitest';
import { definition } from './definition.ts';
import { routePort } from './routePorts.ts';

it.each([
  ['Large deals', 'largeDeals'],
  ['DACH & Nordics', 'dACHNordics'],
  ['Übrige Länder', 'ubrigeLander'],
  ['2nd wave', 'route12ndWave'],
  ['日本', 'route1'],
])('the port of the route %s is %s', (name, port) => expect(routePort(name, 0)).toBe(port));

it('finds names that give no port of their own', () => {
  const names = ['Large', ' ', 'large', 'Else'];
  const settings = definition.settings.parse({ routes: names.map((name) => ({ name, condition: 'true' })) });
  expect(definition.check!(settings, [undefined]).map(({ code, path }) => [code, path[1]])).toEqual([['routeBlank', 1], ['routeTwice', 2], ['routeReserved', 3]]);
  expect(definition.ports(settings).out.map(({ name }) => name)).toEqual(['large', 'route2', 'else', 'rejected']);
});
