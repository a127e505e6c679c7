import { join, resolve } from 'node:path';
import { dataFolder } from '../../connections/dataFolder.ts';
import { demoConnection, type RunningOrg, type StartOrg } from '../../connections/demoConnection.ts';
import { AppError, closest } from '../../kit/errors.ts';
import { usage, type Arguments } from '../parseArguments.ts';
import { painter, type Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';

const usualPort = 4455;

/** `sluice org start [--port 4455] [--data FILE]`: runs until Ctrl-C. */
export const org: RunVerb = async (given, terminal) => {
  const [word] = given.operands;
  if (word !== 'start') throw usage('org', `"sluice org" does not know "${word}". It knows: start.`, closest(word!, ['start']) ? 'Did you mean "sluice org start"?' : undefined);
  const port = portOf(given);
  const data = given.value('data');
  return data === undefined ? startShared(port, terminal) : startApart(port, data === ':memory:' ? data : resolve(terminal.cwd, data), terminal);
};

/** The org behind the connection `demo`: every flow and window on this machine finds it. */
async function startShared(port: number, terminal: Terminal): Promise<number> {
  const folder = dataFolder(terminal.env);
  let started: RunningOrg | undefined;
  const demo = demoConnection(folder, async ({ data }) => (started = await startOrg({ port, data })));
  const url = (await demo.resolve()).settings['instanceUrl']!;
  if (!started) {
    terminal.out(`The demo org runs already at ${url}; the connection "demo" leads there.\n`);
    return 0;
  }
  announce(url, started.username, join(folder, 'demoOrg.sqlite'), ['Flows reach it by the connection "demo".'], terminal);
  await interrupted(terminal);
  await demo.close();
  return 0;
}

/** An org of its own over another file: only who knows its address uses it. */
async function startApart(port: number, data: string, terminal: Terminal): Promise<number> {
  const started = await startOrg({ port, data });
  announce(started.url, started.username, data, [`Flows reach it by: sluice run FILE --connection demo=${started.url}`], terminal);
  await interrupted(terminal);
  await started.close();
  return 0;
}

function announce(url: string, username: string, data: string, notes: readonly string[], terminal: Terminal): void {
  const paint = painter(terminal);
  const lines = [`The demo org is at ${paint('bold', url)}`, `  User ${username}, records in ${data}.`, ...notes.map((note) => `  ${note}`), '  Ctrl-C stops it.'];
  terminal.out(`${lines.join('\n')}\n`);
}

function interrupted(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    const forget = terminal.onInterrupt(() => {
      forget();
      resolve();
    });
  });
}

/** Starts the org; what the person can change is kind `settings`. */
const startOrg: StartOrg = async (options) => {
  const demoOrg = await import('../../../demoOrg/startOrg.ts');
  return demoOrg.startOrg(options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new AppError('settings', 'portInUse', { message: error.message, hint: 'sluice org start --port 0 takes any free one.', cause: error });
    if (error.code === 'ERR_SQLITE_ERROR' || error.code?.startsWith('E')) {
      throw new AppError('settings', 'demoOrgData', { message: `The demo org cannot keep its records in ${options.data}: ${error.message}.`, hint: 'Name another file with --data.', cause: error });
    }
    throw error;
  });
};

function portOf(given: Arguments): number {
  const text = given.value('port');
  const port = text === undefined ? usualPort : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && text !== '') return port;
  throw usage('org', `--port must be a whole number from 0 to 65535; it is "${text}".`);
}
