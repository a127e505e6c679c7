// Loaded before the measured program (`node --import`): on its exit, appends what it used to the file that SLUICE_BENCH_USAGE names.
// Plain JavaScript, because loading TypeScript would itself show in the numbers.
import { appendFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  appendFileSync(process.env.SLUICE_BENCH_USAGE, `${JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024 })}\n`);
});
