import type { RunVerb } from '../../verbs.ts';
import { neededOrg } from './orgAddress.ts';

/** `sluice org login-url [--port NUMBER]`: the address that apps take as their login URL, alone on stdout. */
export const loginUrl: RunVerb = async (given, terminal) => {
  const url = await neededOrg(given, terminal);
  terminal.err('Its pages are there too: users, passwords, records.\n');
  terminal.out(`${url}\n`);
  return 0;
};
