import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder } from '../../flows/connections/dataFolder.ts';
import { AppError, asAppError, exitCodes } from '../../flows/kit/errors.ts';
import { createHost } from '../services/createHost.ts';
import { forkEngine } from './forkEngine.ts';
import { startWebHost } from './startWebHost.ts';

/** Set by the build. */
declare const __APP_VERSION__: string;

/** The port asked for on the command line; 0 is any that is free. Throws kind `settings`. */
function readPort(): number {
  let text: string;
  try {
    text = parseArgs({ options: { port: { type: 'string', default: '0' } } }).values.port;
  } catch (cause) {
    throw new AppError('settings', 'usage', { message: `${(cause as Error).message}. The browser host knows --port N.`, cause });
  }
  const port = Number(text);
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AppError('settings', 'usage', { message: `--port ${text}: a port is a number from 0 to 65535.` });
  }
  return port;
}

/** The browser host: prints its address, and serves until it is asked to end. */
async function main(): Promise<void> {
  const port = readPort();
  const built = join(import.meta.dirname, '..');
  const host = await createHost({
    dataFolder: dataFolder(),
    templatesFolder: join(built, 'templates'),
    // A browser has no file dialog that gives paths, and opens links by itself.
    shell: { capabilities: [] },
    launchEngine: () => forkEngine(join(import.meta.dirname, 'engineChild.js')),
    version: __APP_VERSION__,
  });
  const web = await startWebHost({ handlers: host.handlers, rendererFolder: join(built, 'renderer'), port }).catch(async (error: unknown) => {
    await host.close();
    throw error;
  });

  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await web.close();
    await host.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  process.stdout.write(`Sluice is at ${web.url}\n`);
}

main().catch((thrown: unknown) => {
  const error = asAppError(thrown);
  process.stderr.write(`${[error.message, error.hint].filter(Boolean).join(' ')}\n`);
  process.exit(exitCodes[error.kind]);
});
