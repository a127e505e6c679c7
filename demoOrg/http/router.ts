import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../org.ts';
import type { Reply } from './reply.ts';
import type { OrgRequest } from './request.ts';

type Answer = Reply | Promise<Reply>;

/** `open` routes answer anybody on this machine; the others need a session. */
export type Route = { readonly method: string; readonly pattern: string } & (
  | { readonly access: 'open'; readonly answer: (request: OrgRequest, org: OrgContext) => Answer }
  | { readonly access: 'session'; readonly answer: (request: OrgRequest, org: OrgContext, session: Session) => Answer }
);

export function open(method: string, pattern: string, answer: Extract<Route, { access: 'open' }>['answer']): Route {
  return { method, pattern, access: 'open', answer };
}

export function secured(method: string, pattern: string, answer: Extract<Route, { access: 'session' }>['answer']): Route {
  return { method, pattern, access: 'session', answer };
}

export type Match<R = Route> =
  | { readonly kind: 'found'; readonly route: R; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrongMethod'; readonly allowed: readonly string[] }
  | { readonly kind: 'unknown' };

/** Finds the route of a path. `{name}` in a pattern takes one segment, `{version}` only `v` and a number; earlier routes win. */
export function router<R extends { readonly method: string; readonly pattern: string }>(routes: readonly R[]): (method: string, path: string) => Match<R> {
  const compiled = routes.map((route) => ({ route, shape: shapeOf(route.pattern) }));
  return (method, path) => {
    const fitting = compiled.flatMap(({ route, shape }) => {
      const groups = shape.exec(path);
      return groups ? [{ route, groups: groups.groups ?? {} }] : [];
    });
    const found = fitting.find(({ route }) => route.method === method) ?? (method === 'HEAD' ? fitting.find(({ route }) => route.method === 'GET') : undefined);
    if (found)
      return { kind: 'found', route: found.route, params: Object.fromEntries(Object.entries(found.groups).map(([name, value]) => [name, decoded(value)])) };
    return fitting.length > 0 ? { kind: 'wrongMethod', allowed: fitting.map(({ route }) => route.method) } : { kind: 'unknown' };
  };
}

function shapeOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll('.', '\\.')
    .replace(/\{(\w+)\}/g, (_, name: string) => (name === 'version' ? '(?<version>v\\d{2}\\.0)' : `(?<${name}>[^/]+)`));
  return new RegExp(`^${source}$`);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
