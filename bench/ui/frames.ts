import type { Page } from '@playwright/test';

export interface Frames {
  readonly perSecond: number;
  /** ms between frames that 95 of 100 stay under. */
  readonly p95: number;
}

/** What the page under measurement keeps in itself. */
interface Kept {
  times: number[];
  latencies: number[];
  on: boolean;
}
type Measured = typeof globalThis & { sluiceBench: Kept };

/** Puts the meters into every page that is opened from now on. */
export async function addMeters(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: Kept = { times: [], latencies: [], on: false };
    (globalThis as Measured).sluiceBench = kept;
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

/** Frames and input latencies while something is done. */
export async function measure(page: Page, work: () => Promise<void>): Promise<{ frames: Frames; latencyP95: number }> {
  await page.evaluate(() => Object.assign((globalThis as Measured).sluiceBench, { times: [], latencies: [], on: true }));
  await work();
  const { times, latencies } = await page.evaluate(() => {
    const kept = (globalThis as Measured).sluiceBench;
    kept.on = false;
    return { times: kept.times, latencies: kept.latencies };
  });
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  return { frames: { perSecond: gaps.length / seconds, p95: percentile(gaps, 0.95) }, latencyP95: percentile(latencies, 0.95) };
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
