// The process that plays Electron's main process: `mainBoot.ts <main module>`, started by launchStandIn with an IPC channel.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { registerElectron } from './register.ts';
import type { FromMain, ToMain } from './launch.ts';

registerElectron('./electron.ts', 'browser');
const electron = await import('./electron.ts');
const say = (message: FromMain) => { process.send?.(message); };

process.on('message', (message) => {
  const { id, source, arg } = message as ToMain;
  // The source of a function that a test wrote, exactly as the real driver runs it in main.
  // oxlint-disable-next-line no-implied-eval -- that is what evaluate() is
  const run = new Function(`return (${source})`)() as (module: unknown, arg: unknown) => unknown;
  Promise.resolve()
    .then(() => run(electron.default, arg))
    .then((value) => { say({ type: 'value', id, value }); })
    .catch((error: unknown) => { say({ type: 'thrown', id, message: String(error) }); });
});
// A test that died must leave nothing behind.
process.once('disconnect', () => { electron.app.exit(0); });
process.once('SIGTERM', () => { electron.app.exit(0); });

const endpoint = await electron.app.launch();
await import(pathToFileURL(path.resolve(process.argv[2] ?? '')).href);
electron.app.entryLoaded();
say({ type: 'launched', endpoint });
