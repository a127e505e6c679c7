import { parseEnd, type FlowDocument } from '../../flows/model/document.ts';
import { flowOrder } from '../../flows/model/flowGraph.ts';

const none: ReadonlySet<string> = new Set();

/**
 * The nodes whose results are no longer what the flow would give: their own settings have changed since it ran, or what feeds them has.
 * Places, names and notes change no result.
 */
export function staleNodes(ran: FlowDocument | undefined, now: FlowDocument): ReadonlySet<string> {
  if (!ran || (ran.nodes === now.nodes && ran.edges === now.edges && ran.parameters === now.parameters)) return none;
  const wasFed = feeding(ran);
  const isFed = feeding(now);
  const stale = new Set<string>();
  for (const id of flowOrder(now)) {
    const [before, after] = [ran.nodes[id], now.nodes[id]!];
    if (!before) continue;
    const isOther = !isSame(before.settings, after.settings) || before.type !== after.type || wasFed(id).join() !== isFed(id).join() || !isSame(ran.parameters, now.parameters);
    if (isOther || isFed(id).some((end) => stale.has(parseEnd(end).node))) stale.add(id);
  }
  return stale;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The ends that feed a node, port by port. */
function feeding({ edges }: FlowDocument): (id: string) => readonly string[] {
  const into = Map.groupBy(edges, ({ to }) => parseEnd(to).node);
  return (id) => (into.get(id) ?? []).map(({ from, to }) => `${from} ${parseEnd(to).port}`).toSorted();
}
