import type { CDPSession, Page } from '@playwright/test';

export interface Measured {
  readonly framesPerSecond: number;
  /** ms from an input to after the frame that shows it, which 95 of 100 stay under. */
  readonly latencyP95: number;
  /** Processor time of the page's main thread, in ms: in all, and for each frame. */
  readonly workMs: number;
  readonly cpuMs: number;
}

/** What the page under measurement keeps in itself. */
interface Kept {
  times: number[];
  latencies: number[];
  on: boolean;
}
type World = typeof globalThis & { sluiceBench: Kept };

/** Puts the meters into every page that is opened from now on. */
export async function addMeters(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: Kept = { times: [], latencies: [], on: false };
    (globalThis as World).sluiceBench = kept;
    const tick = (now: number): void => {
      if (kept.on) kept.times.push(now);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    // From when the browser got the event to after the frame that shows what came of it.
    const channel = new MessageChannel();
    const waiting: number[] = [];
    channel.port1.addEventListener('message', () => {
      for (const since of waiting.splice(0)) kept.latencies.push(performance.now() - since);
    });
    channel.port1.start();
    const heard = (event: Event): void => {
      if (!kept.on) return;
      requestAnimationFrame(() => {
        waiting.push(event.timeStamp);
        channel.port2.postMessage(undefined);
      });
    };
    addEventListener('pointermove', heard, true);
    addEventListener('keydown', heard, true);
  });
}

/** Frames, input latencies and work while something is done. */
export async function measure(page: Page, work: () => Promise<void>): Promise<Measured> {
  const session = await page.context().newCDPSession(page);
  // Processor time, not time on the clock.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(() => Object.assign((globalThis as World).sluiceBench, { times: [], latencies: [], on: true }));
  const before = await taskMs(session);
  await work();
  const { times, latencies } = await page.evaluate(() => {
    const kept = (globalThis as World).sluiceBench;
    kept.on = false;
    return { times: kept.times, latencies: kept.latencies };
  });
  const workMs = (await taskMs(session)) - before;
  await session.detach();
  const frames = times.length - 1;
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  return { framesPerSecond: frames / seconds, latencyP95: percentile(latencies, 0.95), workMs, cpuMs: workMs / frames };
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
