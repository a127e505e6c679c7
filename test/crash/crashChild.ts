// A process that runs one job and may be killed at any time.
import { flushCompileCache } from 'node:module';
import type { CrashJob } from './crashFlow.ts';
import { runJob } from './runJob.ts';

process.once('message', (job) => void runJob(job as CrashJob).then(() => process.exit(0)));
// A killed process leaves no cache behind of its own accord.
flushCompileCache();
process.send!('ready');
