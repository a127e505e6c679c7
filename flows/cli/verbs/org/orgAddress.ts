import { dataFolder } from '../../../connections/dataFolder.ts';
import { demoConnection } from '../../../connections/demoConnection.ts';
import { AppError } from '../../../kit/errors.ts';
import type { Arguments } from '../../parseArguments.ts';
import type { Terminal } from '../../terminal.ts';
import { portOf } from './place.ts';

const patienceMs = 10_000;

/** Where the org runs: at the port given, else where the connection "demo" leads; undefined where none runs. */
export async function runningOrg(given: Arguments, terminal: Terminal): Promise<string | undefined> {
  const port = portOf(given);
  if (port === undefined) return demoConnection(dataFolder(terminal.env), () => Promise.reject(new Error('It is looked for, not started.'))).url();
  const url = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${url}/demo/status`, { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ? url : undefined;
}

/** Like `runningOrg`, for what needs one. Throws kind `service`. */
export async function neededOrg(given: Arguments, terminal: Terminal): Promise<string> {
  const url = await runningOrg(given, terminal);
  if (url !== undefined) return url;
  const port = portOf(given);
  const message = port === undefined ? 'The demo org is not running.' : `No demo org runs on port ${port}.`;
  throw new AppError('service', 'demoOrgSilent', { message, hint: '"sluice org start" starts it.' });
}

/** Asks the org as its administrator. Throws kind `settings` with the org's own words where it refuses. */
export async function askOrg(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const init = { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(url + path, { ...init, signal: AbortSignal.timeout(patienceMs) });
  const text = await answer.text();
  if (answer.ok) return text === '' ? undefined : JSON.parse(text);
  const [refusal] = JSON.parse(text) as { message: string }[];
  throw new AppError('settings', 'demoOrgRefused', { message: refusal?.message ?? text });
}
