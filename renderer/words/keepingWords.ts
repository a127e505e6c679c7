import { plural } from './format.ts';

/** How long runs keep the values of records. A part of the one catalogue in words.ts. */
export const keepingWords = {
  keeping: {
    title: 'What Sluice keeps',
    hint: 'So that a run can be undone and its rejected rows taken again, Sluice keeps on this computer, encrypted, the values of records before it changed them, the rows that were rejected, and the first rows of every edge.',
    days: 'Days to keep them',
    daysHint: 'What is older goes when Sluice starts. Counts, proofs and the audit log stay.',
    given: 'SLUICE_KEEP_DAYS in the environment says so; it cannot be changed here.',
    change: 'Save',
    changed: (days: number) => `From the next start on, runs keep them for ${plural(days, 'day', 'days')}.`,
    now: 'Remove now',
    nowHint: 'A run whose values are removed cannot be undone any more, nor its rejected rows taken again.',
    older: (days: number) => `Of runs older than ${plural(days, 'day', 'days')}`,
    all: 'Of all runs…',
    sure: 'Remove the values of all runs? None of them can be undone after that.',
    remove: 'Remove them',
    removed: (runs: number) => (runs === 0 ? 'There was nothing to remove.' : `Removed what ${plural(runs, 'run', 'runs')} had kept of records.`),
  },
} as const;
