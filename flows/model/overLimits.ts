import type { ChangeAction } from '../kit/change.ts';
import type { FlowLimits } from './document.ts';

/** A limit of a flow, and what a plan would write of it. */
export interface OverLimit {
  readonly what: 'rows' | 'deletes';
  readonly most: number;
  readonly planned: number;
}

/** The limits that a plan goes over, by what it would write in all. */
export function overLimits({ rows, deletes }: FlowLimits, actions: Readonly<Partial<Record<ChangeAction, number>>>): OverLimit[] {
  const { insert = 0, update = 0, delete: removed = 0, undelete = 0 } = actions;
  const over = (what: OverLimit['what'], most: number | undefined, planned: number): OverLimit[] => (most !== undefined && planned > most ? [{ what, most, planned }] : []);
  return [...over('rows', rows, insert + update + removed + undelete), ...over('deletes', deletes, removed)];
}
