import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../kit/errors.ts';
import type { RunVerb } from '../../verbs.ts';
import { askOrg, runningOrg } from './orgAddress.ts';

const patienceMs = 10_000;

/** `sluice org stop [--port NUMBER]`: ends the org that runs; where none does, there is nothing to do. */
export const stop: RunVerb = async (given, terminal) => {
  const url = await runningOrg(given, terminal);
  if (url === undefined) {
    terminal.out('The demo org is not running.\n');
    return 0;
  }
  await stopOrg(url);
  terminal.out(`The demo org at ${url} has stopped.\n`);
  return 0;
};

/** Asks the org to stop, and waits until it has. Throws kind `settings` where it ends only with its program, `service` where it does not end. */
export async function stopOrg(url: string): Promise<void> {
  await askOrg(url, 'POST', '/demo/stop', {});
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) {
    const answers = await fetch(`${url}/demo/session`, { signal: AbortSignal.timeout(1_000) }).then(
      async (answer) => (await answer.body?.cancel(), true),
      () => false,
    );
    if (!answers) return;
  }
  throw new AppError('service', 'demoOrgStays', { message: `The demo org at ${url} was asked to stop and still answers after ${patienceMs / 1_000} seconds.` });
}
