import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRunStore } from '../stores/runStore.ts';
import { watchClock } from './watchClock.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('the clock of a run goes on between its events, and stands when the run has ended', () => {
  const run = createRunStore();
  watchClock(run);
  run.getState().started('r');
  vi.advanceTimersByTime(1000);
  expect(run.getState().elapsedMs, 'before the first event').toBe(0);
  run.getState().take({ type: 'progress', elapsedMs: 100, nodes: {}, edges: {} });
  vi.advanceTimersByTime(1000);
  expect(run.getState().elapsedMs).toBe(1100);
  run.getState().take({ type: 'progress', elapsedMs: 1150, nodes: {}, edges: {} });
  expect(run.getState().elapsedMs).toBe(1150);
  run.setState({ phase: 'cancelled' });
  vi.advanceTimersByTime(1000);
  expect(run.getState().elapsedMs).toBe(1150);
  expect(vi.getTimerCount()).toBe(0);
});
