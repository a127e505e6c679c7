import { resolve } from 'node:path';
import type { RunStore } from '../engine/runStore.ts';
import type { ConflictChoice, ConflictChoices } from '../kit/change.ts';
import { pairs } from './pairs.ts';
import { usage, type Arguments, type Option } from './parseArguments.ts';

/** The options of an undo that say what happens to records that somebody changed since. */
export const conflictOptions: readonly Option[] = [
  { name: 'conflicts', value: 'keep|restore', help: 'Records that somebody changed since: keep them (when not given), or restore them all the same.' },
  { name: 'conflict', value: 'KEY=keep|restore', isMany: true, help: 'The same for one record, by its key in the run or its Id.' },
  { name: 'choices', value: 'FILE', help: 'The same for many records: a CSV file with the columns "Record Id" and "Choice", as --dry-run --out writes it.' },
];

/**
 * What `conflictOptions` say. Choices are kept by Id: keys are people's data.
 * Throws kind `settings`: code `usage` for another word or a record that the run did not write, `choiceFile` for a file that is none.
 */
export async function conflictChoices(given: Arguments, cwd: string, store: RunStore, run: string): Promise<ConflictChoices> {
  const all = choiceOf('conflicts', given.value('conflicts') ?? 'keep');
  const single = Object.entries(pairs('undo', given, 'conflict')).map(([key, text]) => [key, choiceOf(`conflict ${key}`, text)] as const);
  const file = given.value('choices');
  const records = file === undefined ? {} : await (await import('./conflictFile.ts')).readChoices(resolve(cwd, file), file);
  const ids = idsOf(store, run, new Set(single.map(([key]) => key)));
  for (const [key, choice] of single) {
    const found = ids.get(key);
    if (!found) throw usage('undo', `The run ${run.slice(0, 8)} wrote no record with the key or Id "${key}".`);
    for (const id of found) records[id] = choice;
  }
  return { all, ...(Object.keys(records).length === 0 ? {} : { records }) };
}

function choiceOf(option: string, text: string): ConflictChoice {
  if (text === 'keep' || text === 'restore') return text;
  throw usage('undo', `--${option} is keep or restore; it is "${text}".`);
}

/** The Ids of the records that a run wrote under these keys or Ids. */
function idsOf(store: RunStore, run: string, wanted: ReadonlySet<string>): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  if (wanted.size === 0) return ids;
  for (const { entries, outcomes } of store.readLedger(run)) {
    entries.forEach((entry, place) => {
      const id = outcomes[place]?.id ?? entry.id;
      if (id === undefined) return;
      for (const name of new Set([entry.key, id])) if (wanted.has(name)) ids.set(name, (ids.get(name) ?? new Set()).add(id));
    });
  }
  return ids;
}
