// A process that runs one job and may be killed at any time.
import type { CrashJob } from './crashFlow.ts';
import { runJob } from './runJob.ts';

process.once('message', (job) => void runJob(job as CrashJob).then(() => process.exit(0)));
process.send!('ready');
