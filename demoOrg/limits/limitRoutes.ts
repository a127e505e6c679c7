import { json } from '../http/reply.ts';
import { type Route, secured } from '../http/router.ts';

/** `/limits`: what is allowed and what is left of it. */
export const limitRoutes: readonly Route[] = [
  secured('GET', '/services/data/{version}/limits', (_, org) =>
    json(Object.fromEntries(org.limits.list().map(({ name, max, used }) => [name, { Max: max, Remaining: Math.max(0, max - used) }]))),
  ),
];
