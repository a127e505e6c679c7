import { resolve } from 'node:path';
import { dataFolder } from '../../../connections/dataFolder.ts';
import { demoConnection } from '../../../connections/demoConnection.ts';
import { AppError } from '../../../kit/errors.ts';
import { type Arguments, usage } from '../../parseArguments.ts';
import { painter, type Terminal } from '../../terminal.ts';
import type { RunVerb } from '../../verbs.ts';
import { dataOf, portOf } from './place.ts';
import { removeData } from './removeData.ts';

const usualPort = 4455;

/** What is used of a running org. */
interface StartedOrg {
  readonly url: string;
  readonly httpsUrl: string | undefined;
  readonly pubSubEndpoint: string | undefined;
  readonly username: string;
  readonly accessToken: string;
  close(): Promise<void>;
}

/** `sluice org start [--port 4455] [--data FILE] [--seed FILE…] [--https] [--lan] [--pubsub PORT [--plaintext]] [--reset]`: runs until Ctrl-C or `sluice org stop`. */
export const start: RunVerb = async (given, terminal) => {
  const asked = new AbortController();
  const ended = endOf(terminal, asked.signal);
  const launch = (port: number): Promise<StartedOrg> => startOrg(given, terminal, port, () => asked.abort());
  return given.value('data') === undefined ? startShared(given, terminal, launch, ended) : startApart(given, terminal, launch, ended);
};

type Launch = (port: number) => Promise<StartedOrg>;

/** The org behind the connection `demo`: every flow and window on this machine finds it. */
async function startShared(given: Arguments, terminal: Terminal, launch: Launch, ended: Ended): Promise<number> {
  const port = portOf(given) ?? usualPort;
  let started: StartedOrg | undefined;
  const demo = demoConnection(dataFolder(terminal.env), async () => (started = await launch(port)));
  const runs = await demo.url();
  if (runs !== undefined) {
    if (given.has('reset')) {
      const message = `The demo org runs at ${runs}, so it cannot be reset.`;
      throw new AppError('settings', 'demoOrgRuns', { message, hint: '"sluice org reset" stops it first.' });
    }
    terminal.out(`The demo org runs already at ${runs}; the connection "demo" leads there.\n`);
    return 0;
  }
  if (given.has('reset')) await removeData(dataOf(given, terminal));
  await demo.resolve();
  announce(started!, dataOf(given, terminal), 'Flows reach it by the connection "demo".', terminal);
  await ended();
  await demo.close();
  return 0;
}

/** An org of its own over another file: only who knows its address uses it. */
async function startApart(given: Arguments, terminal: Terminal, launch: Launch, ended: Ended): Promise<number> {
  const port = portOf(given) ?? usualPort;
  if (given.has('reset')) await removeData(dataOf(given, terminal));
  const started = await launch(port);
  announce(started, dataOf(given, terminal), `Flows reach it by: sluice run FILE --connection demo=${started.url}`, terminal);
  await ended();
  await started.close();
  return 0;
}

function announce({ url, httpsUrl, pubSubEndpoint, username }: StartedOrg, data: string, note: string, terminal: Terminal): void {
  const paint = painter(terminal);
  const secure = httpsUrl === undefined ? [] : [`  Also at ${httpsUrl}, with a certificate of its own: ${url}/demo/certificate.`];
  const events = pubSubEndpoint === undefined ? [] : [`  Pub/Sub API at ${pubSubEndpoint}.`];
  const lines = [`The demo org is at ${paint('bold', url)}`, ...secure, ...events, `  User ${username}, records in ${data}.`, `  ${note}`, '  Ctrl-C stops it.'];
  terminal.out(`${lines.join('\n')}\n`);
}

type Ended = () => Promise<void>;

/** Waits for Ctrl-C, or for somebody who asks the org to stop. */
function endOf(terminal: Terminal, asked: AbortSignal): Ended {
  return () =>
    new Promise((resolve) => {
      const end = (): void => {
        forget();
        resolve();
      };
      const forget = terminal.onInterrupt(end);
      if (asked.aborted) end();
      else asked.addEventListener('abort', end, { once: true });
    });
}

/** Starts the org; what the person can change is kind `settings`. */
async function startOrg(given: Arguments, terminal: Terminal, port: number, onStop: () => void): Promise<StartedOrg> {
  const data = dataOf(given, terminal);
  const seeds = given.values('seed').map((file) => resolve(terminal.cwd, file));
  const pubSubPort = portOf(given, 'pubsub');
  const isPlain = given.has('plaintext');
  if (isPlain && pubSubPort === undefined) throw usage('org', '--plaintext is about the Pub/Sub API, which --pubsub PORT asks for.');
  const pubSub = pubSubPort === undefined ? {} : { pubSub: { port: pubSubPort, isPlain } };
  const demoOrg = await import('../../../../demoOrg/startOrg.ts');
  return demoOrg.startOrg({ port, data, seeds, https: given.has('https'), lan: given.has('lan'), ...pubSub, onStop }).catch((error: NodeJS.ErrnoException) => {
    const { code, message } = error;
    if (code === 'EADDRINUSE') throw new AppError('settings', 'portInUse', { message, hint: 'sluice org start --port 0 takes any free one.', cause: error });
    if (code === 'EORGSEED') throw new AppError('settings', 'demoOrgSeed', { message, cause: error });
    if (code !== 'ERR_SQLITE_ERROR' && !code?.startsWith('E')) throw error;
    const told = `The demo org cannot keep its records in ${data}: ${message}.`;
    throw new AppError('settings', 'demoOrgData', { message: told, hint: 'Name another file with --data.', cause: error });
  });
}
