import type { Bench, Contender } from '../workload.ts';

/** The other tools that do a workload, where they are installed. */
export function peersOf(_bench: Bench, _workload: string, _with: Readonly<Record<string, string>> = {}): Contender[] {
  return [];
}
