import { join, resolve } from 'node:path';
import { dataFolder } from '../../../connections/dataFolder.ts';
import { usage, type Arguments } from '../../parseArguments.ts';
import type { Terminal } from '../../terminal.ts';

/** The file of the org's records: what --data says, else the one behind the connection "demo". */
export function dataOf(given: Arguments, terminal: Terminal): string {
  const data = given.value('data');
  if (data === undefined) return join(dataFolder(terminal.env), 'demoOrg.sqlite');
  return data === ':memory:' ? data : resolve(terminal.cwd, data);
}

/** What --port (or another option that names a port) says; undefined where it is not given. Throws kind `settings`, code `usage`. */
export function portOf(given: Arguments, option = 'port'): number | undefined {
  const text = given.value(option);
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && text !== '') return port;
  throw usage('org', `--${option} must be a whole number from 0 to 65535; it is "${text}".`);
}
