import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { ApexHandlers } from '../apex/apexHandlers.ts';
import type { ClientSeed, FieldSeed, ObjectSeed, PermissionSeed, PicklistValueSeed, RowSeed, Seed } from './seedFormat.ts';

/**
 * A seed of the user's own, added to the one that comes with Sluice: a JSON file, or a module whose default export is
 * this and which may hold functions, the org's Apex REST handlers.
 */
export interface SeedFile {
  readonly organization?: Partial<Seed['organization']>;
  readonly clients?: readonly ClientSeed[];
  /** New objects, and fields and rules added to those there are. */
  readonly objects?: Readonly<Record<string, Partial<ObjectSeed>>>;
  readonly rows?: readonly RowSeed[];
  /** What the users of a profile may do, instead of what they may do otherwise. */
  readonly permissions?: readonly PermissionSeed[];
  /** By method and path below `/services/apexrest`: `"GET /ships/{id}"`. */
  readonly apexRest?: ApexHandlers;
}

export interface ReadSeed {
  readonly file: string;
  /** Stands for what is in the file: an org remembers the seeds it was made with. */
  readonly hash: string;
  readonly seed: SeedFile;
}

/** @throws Error with `code` `EORGSEED` that names the file and what is wrong with it. */
export async function readSeedFile(file: string): Promise<ReadSeed> {
  try {
    const bytes = await readFile(file);
    const hash = createHash('sha256').update(bytes).digest('hex');
    // The hash in the address makes a changed module a new one.
    const module = file.endsWith('.json')
      ? undefined
      : ((await import(/* @vite-ignore */ `${pathToFileURL(file).href}?${hash}`)) as { readonly default?: unknown });
    const seed: unknown = module ? module.default : JSON.parse(bytes.toString('utf8'));
    if (typeof seed !== 'object' || seed === null || Array.isArray(seed)) throw new Error('it holds no seed, which is an object with "objects" and "rows"');
    return { file, hash, seed };
  } catch (error) {
    throw Object.assign(new Error(`The seed ${file} cannot be used: ${(error as Error).message}.`, { cause: error }), { code: 'EORGSEED' });
  }
}

/** The seed with what the files add, in their order. */
export function withSeedFiles(seed: Seed, files: readonly SeedFile[]): Seed {
  // Fields and rules that come later do not refuse the records that are there.
  const older = files.some(({ objects }) => objects) ? seed.rows.map((row) => ({ ...row, older: true })) : seed.rows;
  const added = files.flatMap(({ rows }) => rows ?? []).filter((row) => !seed.rows.some((known) => isSameRecordType(known, row)));
  return {
    ...seed,
    organization: files.reduce((all, { organization }) => Object.assign(all, organization), { ...seed.organization }),
    clients: [...seed.clients, ...files.flatMap(({ clients }) => clients ?? [])],
    objects: files.reduce((all, { objects }) => withObjects(all, objects ?? {}), seed.objects),
    rows: [...older, ...added],
    permissions: withPermissions(seed.permissions ?? [], files.flatMap(({ permissions }) => permissions ?? [])),
  };
}

/** A captured org names the record types that every demo org has, too. */
function isSameRecordType(one: RowSeed, other: RowSeed): boolean {
  const same = (name: string): boolean => one.values[name] === other.values[name];
  return one.object === 'RecordType' && other.object === 'RecordType' && same('SobjectType') && same('DeveloperName');
}

/** What a file says of a profile stands instead of what was said before. */
function withPermissions(known: readonly PermissionSeed[], given: readonly PermissionSeed[]): readonly PermissionSeed[] {
  return [...known.filter(({ profile }) => !given.some((one) => one.profile === profile)), ...given];
}

function withObjects(objects: Seed['objects'], added: NonNullable<SeedFile['objects']>): Seed['objects'] {
  const all: Record<string, ObjectSeed> = { ...objects };
  for (const [name, given] of Object.entries(added)) {
    const known = all[name];
    if (known) {
      all[name] = { ...known, ...given, fields: withFields(known.fields, given.fields ?? {}), rules: [...(known.rules ?? []), ...(given.rules ?? [])] };
    } else {
      const { label = name.replace(/__[ce]$/, '').replaceAll('_', ' '), keyPrefix } = given;
      if (keyPrefix === undefined)
        throw new Error(`it has no object "${name}" yet, so the seed must give its "keyPrefix", three letters and digits like "a01"`);
      all[name] = { labelPlural: `${label}s`, fields: {}, ...given, label, keyPrefix };
    }
  }
  return all;
}

/** A field that is described again keeps what the new description does not speak of, as long as it is of the same type. */
function withFields(known: ObjectSeed['fields'], given: ObjectSeed['fields']): ObjectSeed['fields'] {
  const merged = Object.entries(given).map(([name, field]): [string, FieldSeed] => {
    const before = known[name];
    if (before?.type !== field.type) return [name, field];
    return [name, { ...before, ...field, ...(field.values ? { values: withSets(field.values, before.values ?? []) } : {}) }];
  });
  return { ...known, ...Object.fromEntries(merged) };
}

type Choices = NonNullable<FieldSeed['values']>;

/** A choice that was there sets the same fields as before. */
function withSets(choices: Choices, before: Choices): Choices {
  const sets = new Map(before.flatMap((choice) => (typeof choice === 'string' || !choice.sets ? [] : [[choice.value, choice.sets]])));
  return choices.map((choice): string | PicklistValueSeed => {
    const own = typeof choice === 'string' ? { value: choice } : choice;
    const known = sets.get(own.value);
    return known && !own.sets ? { ...own, sets: known } : choice;
  });
}
