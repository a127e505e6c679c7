import { useRun } from '../app/workbench.ts';
import { formatCount } from '../words/format.ts';

export type Counter = 'in' | 'out' | 'written' | 'unchanged' | 'dropped' | 'rejected';

interface Props {
  readonly node: string;
  readonly counter: Counter;
}

/** One live number. It alone renders again when it changes. */
export function Count({ node, counter }: Props) {
  const count = useRun((state) => state.nodes[node]?.[counter] ?? 0);
  return <b data-testid={`count-${node}-${counter}`}>{formatCount(count)}</b>;
}
