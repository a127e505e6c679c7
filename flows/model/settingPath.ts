import { AppError } from '../kit/errors.ts';

/** The way to a value inside the settings of a node: keys of objects and places in lists. */
export type SettingPath = readonly (string | number)[];

/** The value at a path, undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[step] : undefined), value);
}

/**
 * A copy of `value` with `next` at `path`; everything beside the path is the same object as before. Undefined takes the key or the
 * list entry out; a list takes a new entry at its end. Throws kind `settings`, code `editDoesNotFit`, when the path leads nowhere.
 */
export function withValueAt(value: unknown, path: SettingPath, next: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  if (Array.isArray(value)) {
    if (typeof step !== 'number' || !Number.isInteger(step) || step < 0 || step > value.length) throw nowhere(step, `a list of ${value.length}`);
    const inner = withValueAt(value[step], rest, next);
    return inner === undefined ? value.toSpliced(step, 1) : value.toSpliced(step, 1, inner);
  }
  if (typeof step !== 'string') throw nowhere(step, 'something that is no list');
  if (value !== undefined && (typeof value !== 'object' || value === null)) throw nowhere(step, 'a single value');
  const object = (value ?? {}) as Readonly<Record<string, unknown>>;
  const inner = withValueAt(object[step], rest, next);
  if (inner !== undefined) return { ...object, [step]: inner };
  const { [step]: _gone, ...others } = object;
  return others;
}

function nowhere(step: string | number, place: string): AppError {
  return new AppError('settings', 'editDoesNotFit', { message: `There is no "${step}" in ${place}.` });
}
