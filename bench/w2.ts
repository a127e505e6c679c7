import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FlowDocument } from '../flows/model/document.ts';
import { accounts, contacts } from './contacts.ts';
import { sameGroups } from './digests.ts';
import { peersOf } from './peers/peers.ts';
import { w1Flow } from './w1Flow.ts';
import { csvOf, w1Query } from './w1Query.ts';
import { duckDb, sluiceRun, type Bench, type Contender, type Workload } from './workload.ts';

/** W2: W1, joined with 50,000 accounts, a row for each country with its count and sums, the largest first. */
export function w2(bench: Bench): Workload {
  const [left, right] = [contacts(bench.rows).file, accounts().file];
  const out = (name: string): string => path.join(bench.folder, `w2-${name}.csv`);
  const contenders: Contender[] = [
    { name: 'DuckDB, two threads', rows: bench.rows, leaves: out('duckdb'), ...duckDb(bench, query(left, right, out('duckdb'))) },
    { name: 'Sluice', rows: bench.rows, leaves: out('sluice'), ...sluiceRun(bench, 'w2', w2Flow(left, right, out('sluice'))) },
    ...peersOf(bench, 'w2'),
  ];
  return {
    title: `W2: W1 → join with 50,000 accounts → count and sums by country → sort`,
    contenders,
    check: () => sameGroups(bench.folder, contenders.filter(({ rows, leaves }) => rows === bench.rows && existsSync(leaves!)).map(({ leaves }) => leaves!)),
  };
}

function w2Flow(left: string, right: string, target: string): FlowDocument {
  const { nodes, edges, ...flow } = w1Flow(left, target);
  const types: Readonly<Record<string, string>> = { AnnualRevenue: 'number', Employees: 'number' };
  const columns = ['AccountKey', 'Name', 'Industry', 'BillingCountry', 'AnnualRevenue', 'Employees'].map((name) => ({ name, type: types[name] ?? 'text' }));
  const totals = [{ total: 'count', of: '', name: 'Contacts' }, { total: 'sum', of: 'AmountAdj', name: 'SumAmount' }, { total: 'sum', of: 'AnnualRevenue', name: 'SumRevenue' }];
  return {
    ...flow,
    name: 'W2',
    nodes: {
      ...nodes,
      accounts: { type: 'csvRead', version: 1, settings: { file: right, columns } },
      join: { type: 'joinRows', version: 1, settings: { keys: [{ column: 'AccountKey', equals: 'AccountKey' }] } },
      group: { type: 'aggregateRows', version: 1, settings: { groupBy: ['Country'], totals } },
      sort: { type: 'sortRows', version: 1, settings: { keys: [{ column: 'SumAmount', direction: 'descending', blanks: 'last' }], ignoreCase: false } },
    },
    edges: [
      ...edges.filter(({ to }) => to !== 'out.in'),
      { from: 'derive.out', to: 'join.left' },
      { from: 'accounts.out', to: 'join.right' },
      { from: 'join.out', to: 'group.in' },
      { from: 'group.out', to: 'sort.in' },
      { from: 'sort.out', to: 'out.in' },
    ],
  };
}

function query(left: string, right: string, target: string): string {
  const sums = 'count(*) AS Contacts, sum(AmountAdj) AS SumAmount, sum(CAST(a.AnnualRevenue AS DOUBLE)) AS SumRevenue';
  return `COPY (SELECT Country, ${sums} FROM (${w1Query(left)}) c JOIN ${csvOf(right)} a ON a.AccountKey = c.AccountKey GROUP BY Country ORDER BY SumAmount DESC) TO '${target}' (FORMAT csv, HEADER)`;
}
