import { formatCount, plural } from './format.ts';

/** Named versions, runs side by side, what an org allows. A part of the one catalogue in words.ts. */
export const versionWords = {
  versions: {
    title: 'Versions of this flow',
    name: 'Name of the version',
    namePlaceholder: 'For example: before the spring campaign',
    save: 'Keep this version',
    list: 'Versions, newest first',
    none: 'No version is kept yet',
    noneHint: 'Give the flow as it is now a name, and come back to it whenever you like.',
    pickHint: 'Pick a version to see what was done since.',
    same: 'Nothing differs from the flow as it is now.',
    since: (count: number) => `${plural(count, 'change', 'changes')} since then`,
    changes: { added: 'added', removed: 'removed', changed: 'changed' },
    restore: (name: string) => `Go back to “${name}”`,
    restoreHint: 'The flow becomes what it was. It is one step that can be undone.',
    restored: (name: string) => `The flow is as in “${name}”. Undo brings the other one back.`,
  },

  compare: {
    pick: (at: string) => `Compare the run of ${at}`,
    column: 'Compare',
    hint: 'Tick two runs to see them side by side.',
    titleOf: (what: string, at: string) => `${what}, ${at}`,
    title: (one: string, other: string) => `${one} and ${other}, side by side`,
    back: 'Back to the list',
    only: 'Only nodes that differ',
    same: 'Every count is the same in both runs.',
    difference: (by: number) => (by === 0 ? 'same' : `${by > 0 ? '+' : '−'}${formatCount(Math.abs(by))}`),
    was: (first: string, second: string) => `${first} → ${second}`,
    node: 'Node',
  },

  org: {
    limits: (name: string, used: number, most: number) => `${name}: ${formatCount(used)} of ${formatCount(most)} API calls of the day are used`,
    gauge: (used: number, most: number) => `${formatCount(used)} / ${formatCount(most)} calls`,
    reserve: (stopAt: number) => `Sluice begins nothing new from ${formatCount(stopAt)} calls on; the rest is left for others.`,
    asOf: (at: string) => `As the org said on ${at}.`,
    production: (names: readonly string[]) => `Production: ${names.join(', ')}`,
    productionHint: 'This flow is connected to an org that people work in.',
  },

  triage: {
    fixes: 'Ways to fix it',
    fixed: (title: string) => `Done: ${title}. Undo takes it back.`,
  },
} as const;
