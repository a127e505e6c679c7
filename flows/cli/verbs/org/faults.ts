import { z } from 'zod';
import { usage } from '../../parseArguments.ts';
import type { RunVerb } from '../../verbs.ts';
import { askOrg, neededOrg } from './orgAddress.ts';

const listShape = z.array(z.record(z.string(), z.unknown()));

/** `sluice org faults [--clear] [--add "status status=503 times=2"…]`: what is to go wrong; lists what waits. */
export const faults: RunVerb = async (given, terminal) => {
  const added = given.values('add').map(faultOf);
  const url = await neededOrg(given, terminal);
  if (given.has('clear')) await askOrg(url, 'DELETE', '/demo/faults');
  for (const fault of added) await askOrg(url, 'POST', '/demo/faults', fault);
  const list = listShape.parse(await askOrg(url, 'GET', '/demo/faults'));
  terminal.out(list.length === 0 ? 'Nothing is to go wrong.\n' : list.map((fault) => `${faultText(fault)}\n`).join(''));
  return 0;
};

/** `status status=503 times=2` → `{ kind: 'status', status: 503, times: 2 }` */
function faultOf(text: string): Record<string, unknown> {
  const [kind, ...parts] = text.trim().split(/\s+/);
  const values = parts.map((part) => {
    const [, name, value] = /^(\w+)=(.+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) throw usage('org', `"${part}" in --add "${text}" is not name=value.`);
    return [name, /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value];
  });
  return { kind, ...Object.fromEntries(values) as Record<string, unknown> };
}

function faultText({ kind, ...values }: Record<string, unknown>): string {
  return [String(kind), ...Object.entries(values).map(([name, value]) => `${name}=${String(value)}`)].join(' ');
}
