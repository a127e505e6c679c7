import type { NodeProgress } from '../../flows/engine/events.ts';

/** When a node worked, in ms since the run began. `to` is missing while it works. */
export interface NodeSpan {
  readonly from: number;
  readonly to?: number;
}

export type NodeSpans = Readonly<Record<string, NodeSpan>>;

/** The spans after an event. The same object where no node began or ended, so that nothing is drawn again for it. */
export function withEvent(spans: NodeSpans, nodes: Readonly<Record<string, Pick<NodeProgress, 'state'>>>, elapsedMs: number): NodeSpans {
  const changed: Record<string, NodeSpan> = {};
  for (const [id, { state }] of Object.entries(nodes)) {
    const known = spans[id];
    const isOver = state === 'done' || state === 'failed';
    if (state === 'waiting' || known?.to !== undefined || (known && !isOver)) continue;
    changed[id] = { from: known?.from ?? elapsedMs, ...(isOver ? { to: elapsedMs } : {}) };
  }
  return Object.keys(changed).length === 0 ? spans : { ...spans, ...changed };
}

/** Rows a second over a span; undefined where it is too short to say. */
export function ratePerSecond(rows: number, span: NodeSpan | undefined, nowMs: number): number | undefined {
  const tookMs = span ? (span.to ?? nowMs) - span.from : 0;
  return rows > 0 && tookMs >= 50 ? Math.round((rows * 1000) / tookMs) : undefined;
}
