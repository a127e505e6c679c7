import { homedir } from 'node:os';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Connections } from '../../connections/connections.ts';
import { loginUrl } from '../../connectors/salesforce/auth/loginUrl.ts';
import { privateKey } from '../../connectors/salesforce/auth/jwtAssertion.ts';
import { sfCredentials } from '../../connectors/salesforce/sfCommand/sfOrgs.ts';
import { AppError } from '../../kit/errors.ts';
import { addConnection } from '../../signIn/addConnection.ts';
import { diagnoseConnection } from '../../signIn/diagnoseConnection.ts';
import { signInWithBrowser } from '../../signIn/signInWithBrowser.ts';
import { cliConnections } from '../cliConnections.ts';
import { flowFindings } from '../flowFindings.ts';
import { openBrowser } from '../openBrowser.ts';
import { usage, type Arguments } from '../parseArguments.ts';
import { printDiagnosis } from '../printDiagnosis.ts';
import type { Terminal } from '../terminal.ts';
import type { RunVerb } from '../verbs.ts';

/** What an option makes of the command line, in the order in which they are looked for. */
type Way = (name: string, given: Arguments, connections: Connections, terminal: Terminal) => Promise<void>;

/** `sluice connect NAME`: signs in by browser, key, secret, token or sf's sign-in; `--check` and `--remove` are about what is there. */
export const connect: RunVerb = async (given, terminal) => {
  const name = given.operands[0]!;
  const ways = Object.keys(waysIn).filter((option) => given.has(option));
  if (given.has('write') && !given.has('flow')) throw usage('connect', '--write needs --flow FILE: the flow whose rights are written.');
  if (given.has('flow') && !given.has('check')) throw usage('connect', '--flow goes with --check.');
  if (ways.length > 1) throw usage('connect', `--${ways[0]} and --${ways[1]} are two ways to sign in. Choose one.`);
  const connections = await cliConnections(terminal.env);
  const cancelling = new AbortController();
  const forget = terminal.onInterrupt(() => cancelling.abort());
  try {
    if (given.has('remove')) {
      await connections.remove(name);
      terminal.out(`The connection "${name}" is removed.\n`);
      return 0;
    }
    if (!given.has('check')) {
      const way = ways[0] === undefined ? undefined : waysIn[ways[0]];
      if (way) await way(name, given, connections, terminal);
      else await byBrowser(name, given, connections, terminal, cancelling.signal);
    }
    const found = await diagnoseConnection(connections, name, cancelling.signal);
    const isSound = !found.findings.some(({ severity }) => severity === 'error');
    const diagnosis = given.has('flow') && isSound ? { ...found, findings: [...found.findings, ...(await flowFindings(name, given, connections, terminal, cancelling.signal))] } : found;
    if (given.has('json')) terminal.out(`${JSON.stringify(diagnosis, null, 2)}\n`);
    else printDiagnosis(terminal, name, diagnosis);
    return diagnosis.findings.some(({ severity }) => severity === 'error') ? 4 : 0;
  } finally {
    forget();
    await connections.close();
  }
};

function byBrowser(name: string, given: Arguments, connections: Connections, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const show = async (url: string): Promise<void> => {
    terminal.err(`Open this address in a browser and sign in; Ctrl-C cancels:\n${url}\n`);
    if (terminal.isWatched) openBrowser(url);
  };
  return signInWithBrowser({ connections, name, login: given.value('login-url') ?? 'production', clientId: given.value('client-id'), signal, show });
}

const waysIn: Readonly<Record<string, Way>> = {
  'jwt-key': async (name, given, connections, terminal) => {
    const pem = await fileText(given, 'jwt-key', terminal);
    privateKey(pem);
    const settings = { ...appOf(given), username: needed(given, 'username', '--jwt-key') };
    await addConnection(connections, { name, settings, secrets: { privateKey: pem } });
  },
  'client-secret-file': async (name, given, connections, terminal) => {
    const clientSecret = (await fileText(given, 'client-secret-file', terminal)).trim();
    await addConnection(connections, { name, settings: appOf(given, 'client-secret-file'), secrets: { clientSecret } });
  },
  'access-token-file': async (name, given, connections, terminal) => {
    const accessToken = (await fileText(given, 'access-token-file', terminal)).trim();
    const instanceUrl = loginUrl(needed(given, 'login-url', '--access-token-file'));
    await addConnection(connections, { name, settings: { instanceUrl }, secrets: { accessToken } });
  },
  sf: async (name, given, connections, terminal) => {
    await addConnection(connections, { name, ...(await sfCredentials(terminal.env['HOME'] ?? homedir(), given.value('sf')!)) });
  },
};

function appOf(given: Arguments, way = 'jwt-key'): { loginUrl: string; clientId: string } {
  return { loginUrl: loginUrl(given.value('login-url') ?? 'production'), clientId: needed(given, 'client-id', `--${way}`) };
}

function needed(given: Arguments, option: string, way: string): string {
  const value = given.value(option);
  if (!value) throw usage('connect', `${way} needs --${option} too.`);
  return value;
}

/** Secrets come in files, never as arguments: other programs can see the arguments of a process. */
function fileText(given: Arguments, option: string, terminal: Terminal): Promise<string> {
  const file = given.value(option)!;
  return readFile(resolve(terminal.cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('settings', 'fileUnreadable', { message: `--${option} ${file}: the file cannot be read (${cause.code}).`, cause });
  });
}
