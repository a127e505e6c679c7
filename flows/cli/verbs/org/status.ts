import { z } from 'zod';
import { painter } from '../../terminal.ts';
import type { RunVerb } from '../../verbs.ts';
import { askOrg, runningOrg } from './orgAddress.ts';
import { dataOf, portOf } from './place.ts';

const statusShape = z.object({
  url: z.string(),
  pid: z.number(),
  data: z.string(),
  startedAt: z.string(),
  records: z.record(z.string(), z.number()),
  limits: z.array(z.object({ name: z.string(), used: z.number(), max: z.number() })),
  faults: z.array(z.looseObject({ kind: z.string() })),
});

const objectsShown = 8;
const number = (value: number): string => value.toLocaleString('en-US');

/** `sluice org status [--port NUMBER] [--json]`: ends with 0 where it runs, with 4 where it does not. */
export const status: RunVerb = async (given, terminal) => {
  const url = await runningOrg(given, terminal);
  if (url === undefined) {
    const port = portOf(given);
    const shared = `The demo org is not running. Its records are kept in ${dataOf(given, terminal)}.`;
    const told = port === undefined ? shared : `No demo org runs on port ${port}.`;
    terminal.out(`${given.has('json') ? JSON.stringify({ running: false }) : told}\n`);
    return 4;
  }
  const answer = statusShape.parse(await askOrg(url, 'GET', '/demo/status'));
  if (given.has('json')) {
    terminal.out(`${JSON.stringify({ running: true, ...answer })}\n`);
    return 0;
  }
  const counts = Object.entries(answer.records).filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const named = counts.slice(0, objectsShown).map(([name, count]) => `${name} ${number(count)}`);
  const calls = answer.limits.find(({ name }) => name === 'DailyApiRequests')!;
  const lines = [
    `The demo org runs at ${painter(terminal)('bold', url)}`,
    `  Process    ${answer.pid}, since ${answer.startedAt}`,
    `  Data       ${answer.data}`,
    `  Records    ${number(total)}: ${named.join(', ')}${counts.length > objectsShown ? ', …' : ''}`,
    `  API calls  ${number(calls.used)} of ${number(calls.max)} in 24 hours`,
    `  Faults     ${answer.faults.length === 0 ? 'none' : answer.faults.map((fault) => JSON.stringify(fault)).join(' ')}`,
  ];
  terminal.out(`${lines.join('\n')}\n`);
  return 0;
};
