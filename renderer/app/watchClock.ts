import { isRunning, type RunStore } from '../stores/runStore.ts';

const everyMs = 200;

/** Lets the clock of a run go on while no event comes, as when an org takes its time to answer. Begins with the first event: only then the run has a clock. */
export function watchClock(run: RunStore): void {
  let toldAt = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    const now = performance.now();
    const { elapsedMs } = run.getState();
    if (elapsedMs > 0 && now - toldAt >= everyMs) run.setState({ elapsedMs: elapsedMs + now - toldAt });
  };
  run.subscribe((state, before) => {
    if (state.elapsedMs !== before.elapsedMs) toldAt = performance.now();
    if (isRunning(state) && timer === undefined) timer = setInterval(tick, everyMs);
    if (!isRunning(state) && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  });
}
