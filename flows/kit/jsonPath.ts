import type { SettingProblem } from './defineNode.ts';

export type JsonPath = readonly (string | number)[];

/** `$.lines[0].sku` → [`lines`, 0, `sku`]; undefined when it is no path. `$` alone is the whole. */
export function jsonPath(path: string): JsonPath | undefined {
  const trimmed = path.trim().replace(/^\$\.?/, '');
  if (trimmed === '') return path.trim() === '$' ? [] : undefined;
  const keys: (string | number)[] = [];
  for (const part of trimmed.split('.')) {
    const found = /^([^[\]]*)((?:\[\d+\])*)$/.exec(part);
    if (!found || (found[1] === '' && (found[2] === '' || keys.length > 0))) return undefined;
    if (found[1] !== '') keys.push(found[1]!);
    for (const [, index] of found[2]!.matchAll(/\[(\d+)\]/g)) keys.push(Number(index));
  }
  return keys;
}

/** What lies at a path of a parsed JSON value; undefined where there is nothing. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** What is wrong with a path that a setting holds. */
export function checkJsonPath(path: string, at: SettingProblem['path']): SettingProblem[] {
  if (jsonPath(path)) return [];
  const message = path.trim() === '' ? 'There is no path here.' : `"${path}" is no path.`;
  return [{ code: 'jsonPath', severity: 'error', message, hint: 'Write keys with points between: address.city, lines[0].sku.', path: at }];
}
