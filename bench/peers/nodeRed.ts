import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accounts } from '../contacts.ts';
import { here, type Bench, type Contender } from '../workload.ts';
import { isEmail, rowCode } from './codes.ts';
import { peersFolder } from './peersFolder.ts';

const program = path.join(peersFolder, 'node-red/node_modules/node-red/red.js');

interface RedNode {
  readonly type: string;
  readonly [setting: string]: unknown;
}

/** Node-RED without its editor: the whole file as one message, which is its fastest way, and one message a record, which is how its flows are drawn. */
export function nodeRed({ folder }: Bench, workload: string, rows: number, input: (rows: number) => string, url: string): Contender[] {
  if (!existsSync(program)) return [];
  const contender = (name: string, count: number, make: (source: string, target: string) => RedNode[]): Contender => {
    const target = path.join(folder, `red-${workload}-${name.replaceAll(/\W+/g, '-')}.csv`);
    const file = path.join(folder, `red-${workload}-${name.replaceAll(/\W+/g, '-')}.json`);
    writeFileSync(file, JSON.stringify(chained(make(input(count), target))));
    const home = path.join(folder, 'red');
    mkdirSync(home, { recursive: true });
    return { name: `Node-RED, ${name}`, rows: count, samples: 1, mayFail: true, leaves: target, args: ['--max-old-space-size=8192', program, '-u', home, '-s', here('peers/nodeRedSettings.cjs'), file] };
  };
  const table = (source: string, code: string, target: string): RedNode[] => [inject, read(source), parse('mult'), run(code), write, put(target), end];
  switch (workload) {
    case 'w1':
      return [
        contender('one message', rows, (source, target) => table(source, `msg.payload = msg.payload.filter((r) => ${isEmail}.test(r.Email)); for (const r of msg.payload) { ${rowCode} } delete msg.columns; return msg;`, target)),
        contender('one message a record', rows, (source, target) => [inject, read(source), parse('one'), each, { ...write, hdrout: 'once' }, { ...put(target), overwriteFile: 'false' }, lastMade]),
      ];
    case 'w2':
      return [contender('one message', rows, (source, target) => [inject, read(accounts().file), parse('mult'), run('flow.set("accounts", new Map(msg.payload.map((a) => [a.AccountKey, Number(a.AnnualRevenue)]))); return { payload: "" };'), ...table(source, groups, target).slice(1)])];
    case 'w3':
      return [contender('one message', 10, (source, target) => table(source, `for (const r of msg.payload) { ${rowCode} } delete msg.columns; return msg;`, target))];
    case 'w4':
      return [contender('200 records a message', rows, (source, target) => [inject, read(source), parse('mult'), split, run('msg.payload = { allOrNone: false, records: msg.payload.map((r) => ({ attributes: { type: "Contact" }, ...r })) }; delete msg.columns; return msg;'), post(url), count, put(target), end])];
    default:
      return [contender('200 change nodes, one message a record', Math.min(rows, 10_000), (source) => [inject, read(source), parse('one'), ...Array.from({ length: 200 }, (_, index) => change(index)), last])];
  }
}

const inject: RedNode = { type: 'inject', props: [{ p: 'payload' }], once: true, onceDelay: 0, payload: '', payloadType: 'date' };
const write: RedNode = { type: 'csv', spec: 'rfc', sep: ',', hdrin: false, hdrout: 'all', multi: 'one', ret: '\\n', temp: '', skip: '0' };
const split: RedNode = { type: 'split', arraySplt: 200, arraySpltType: 'len', splt: '\\n', spltType: 'str' };
const read = (file: string): RedNode => ({ type: 'file in', filename: file, filenameType: 'str', format: 'utf8', encoding: 'utf8' });
const parse = (multi: string): RedNode => ({ type: 'csv', spec: 'rfc', sep: ',', hdrin: true, hdrout: 'none', multi, ret: '\\n', temp: '', skip: '0', include_empty_strings: true });
const run = (func: string): RedNode => ({ type: 'function', func, outputs: 1 });
const put = (file: string): RedNode => ({ type: 'file', filename: file, filenameType: 'str', overwriteFile: 'true', encoding: 'utf8' });
const post = (url: string): RedNode => ({ type: 'http request', method: 'POST', ret: 'obj', url: `${url}/services/data/v65.0/composite/sobjects`, persist: true, headers: [] });
const change = (index: number): RedNode => ({ type: 'change', rules: [{ t: 'set', p: 'payload.N', pt: 'msg', to: String(index), tot: 'num' }] });
const end = run('setTimeout(() => global.get("exit")(0), 1); return null;');
const isLast = 'msg.parts.index + 1 === msg.parts.count';
// The file takes its rows later than they are sent, so it is the last node that knows when all are in.
const over = 'if (global.get("sent") === global.get("made")) global.get("exit")(0);';
const each = run(`const r = msg.payload; const isFine = ${isEmail}.test(r.Email); if (isFine) { ${rowCode} global.set("passed", (global.get("passed") || 0) + 1); }
if (${isLast}) { global.set("sent", global.get("passed") || 0); ${over} } delete msg.columns; return isFine ? msg : null;`);
const lastMade = run(`global.set("made", (global.get("made") || 0) + 1); ${over} return null;`);
const last = run(`if (${isLast}) global.get("exit")(0); return null;`);
const count = run('context.set("n", (context.get("n") || 0) + msg.payload.length); context.set("k", (context.get("k") || 0) + 1); if (context.get("k") < msg.parts.count) return null; msg.payload = String(context.get("n")); return msg;');
const groups = `const accounts = flow.get("accounts"); const found = new Map();
for (const r of msg.payload) {
  if (!${isEmail}.test(r.Email)) continue;
  ${rowCode}
  const revenue = accounts.get(r.AccountKey);
  if (revenue === undefined) continue;
  let group = found.get(r.Country);
  if (!group) found.set(r.Country, (group = { Country: r.Country, Contacts: 0, SumAmount: 0, SumRevenue: 0 }));
  group.Contacts++; group.SumAmount += r.AmountAdj; group.SumRevenue += revenue;
}
msg.payload = [...found.values()].sort((a, b) => b.SumAmount - a.SumAmount); delete msg.columns; return msg;`;

/** The nodes one after the other, on a tab. */
function chained(nodes: readonly RedNode[]): readonly RedNode[] {
  const placed = nodes.map((node, index) => ({ id: `n${index}`, z: 'tab', x: 0, y: 0, ...node, wires: index + 1 < nodes.length ? [[`n${index + 1}`]] : [] }));
  return [{ id: 'tab', type: 'tab', label: 'bench' }, ...placed];
}
