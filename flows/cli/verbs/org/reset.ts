import type { RunVerb } from '../../verbs.ts';
import { runningOrg } from './orgAddress.ts';
import { dataOf } from './place.ts';
import { removeData } from './removeData.ts';
import { stopOrg } from './stop.ts';

/** `sluice org reset [--data FILE]`: stops the org where it runs and removes its records; the next start makes new ones. */
export const reset: RunVerb = async (given, terminal) => {
  const data = dataOf(given, terminal);
  const isShared = given.value('data') === undefined || given.value('port') !== undefined;
  const url = isShared ? await runningOrg(given, terminal) : undefined;
  if (url !== undefined) await stopOrg(url);
  const stopped = url === undefined ? '' : `The demo org at ${url} has stopped. `;
  const removed = (await removeData(data)) ? `Its records in ${data} are gone; the next start makes new ones.` : `There are no records in ${data}.`;
  terminal.out(`${stopped}${removed}\n`);
  return 0;
};
