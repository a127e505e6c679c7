import { AppError } from '../kit/errors.ts';
import type { NodeProgress } from './events.ts';
import type { PlanNode } from './planFlow.ts';

/** The counters of a node while it runs. */
export type Tally = { -readonly [K in keyof NodeProgress]: NodeProgress[K] };

export function newTally(): Tally {
  return { in: 0, out: 0, written: 0, unchanged: 0, dropped: 0, rejected: 0, apiCalls: 0, retries: 0, state: 'waiting' };
}

export function sameTally(a: NodeProgress, b: NodeProgress): boolean {
  return (
    a.in === b.in && a.out === b.out && a.written === b.written && a.unchanged === b.unchanged && a.dropped === b.dropped &&
    a.rejected === b.rejected && a.apiCalls === b.apiCalls && a.retries === b.retries && a.state === b.state
  );
}

type Checked = Pick<PlanNode, 'title' | 'definition' | 'settings'>;

/**
 * The error of a node that lost or doubled rows, undefined when its rows add up. Nothing comes into a source, and a node that does not
 * conserve rows (a join, an aggregate) promises nothing.
 */
export function checkRowsAddUp(node: string, { title, definition, settings }: Checked, tally: Tally): AppError | undefined {
  if (definition.kind === 'source' || !(definition.conserves?.(settings) ?? definition.traits.conserves)) return undefined;
  const { in: taken, out: emitted, written, unchanged, dropped, rejected } = tally;
  const accounted = emitted + written + unchanged + dropped + rejected;
  if (accounted === taken) return undefined;
  const parts = `${emitted} emitted, ${written} written, ${unchanged} unchanged, ${dropped} dropped, ${rejected} rejected`;
  return new AppError('bug', 'rowsDoNotAddUp', {
    message: `"${title}" took ${taken} rows and accounts for ${accounted}: ${parts}.`,
    hint: `The node type ${definition.type} has a fault: a row must be emitted, written, dropped or rejected, and once only.`,
    where: { node },
    data: { in: taken, emitted, written, unchanged, dropped, rejected },
  });
}
