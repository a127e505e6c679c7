import { z } from 'zod';
import { commandLine } from './commandLine.ts';
import type { Terminal } from './terminal.ts';

// A command looks at a few values once: compiling the checks for them would take longer than checking.
z.config({ jitless: true });

const { stdout, stderr, env } = process;

// A reader that went away (`sluice nodes | head`) is no fault.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

const isWatched = stderr.isTTY && env['TERM'] !== 'dumb';

const terminal: Terminal = {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  isWatched,
  // https://no-color.org: any value but a blank one.
  hasColor: isWatched && stdout.isTTY && !env['NO_COLOR'],
  // A terminal that does not know its size says 0.
  size: () => ({ columns: stderr.columns || 100, rows: stderr.rows || 40 }),
  cwd: process.cwd(),
  env,
  onInterrupt(callback) {
    process.on('SIGINT', callback).on('SIGTERM', callback);
    return () => void process.off('SIGINT', callback).off('SIGTERM', callback);
  },
  exit: (code) => process.exit(code),
};

// No await at the top: a bundle may put what is loaded later into this very file, which would then wait for itself.
void commandLine(process.argv.slice(2), terminal).then(async (code) => {
  // Both streams are empty when their last write has called back; then nothing that still lingers (a socket kept for reuse) holds us up.
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => void stream.write('', resolve))));
  process.exit(code);
});
