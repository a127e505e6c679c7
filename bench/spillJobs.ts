import type { FlowDocument, FlowEdge, FlowNode } from '../flows/model/document.ts';

const names = ['Id', 'FirstName', 'LastName', 'Email', 'Phone', 'Company', 'AccountKey', 'Country', 'City', 'Amount', 'CreatedDate', 'Description'];

/** One operation, as a flow and as a query of DuckDB over the same file. */
export interface SpillJob {
  readonly name: string;
  readonly flow: (source: string, target: string) => FlowDocument;
  readonly sql: (source: string, target: string) => string;
  /** A query that says the same of two results that are the same. */
  readonly digest: (file: string) => string;
}

const read = (file: string): string => `read_csv('${file}', header = true, all_varchar = true, quote = '"', escape = '"', max_line_size = 10000000)`;
const copy = (query: string, target: string): string => `COPY (${query}) TO '${target}' (FORMAT csv, HEADER)`;
const csvRead = (file: string): FlowNode => ({ type: 'csvRead', version: 1, settings: { file, columns: names.map((name) => ({ name, type: 'text' })) } });
const flow = (name: string, nodes: Readonly<Record<string, FlowNode>>, edges: readonly FlowEdge[], target: string): FlowDocument => ({
  sluice: 1,
  name,
  parameters: {},
  nodes: { ...nodes, write: { type: 'csvWrite', version: 1, settings: { file: target } } },
  edges: [...edges],
  layout: {},
});

/** Rows in any order. */
const sameRows = (file: string): string => `SELECT count(*) AS n, bit_xor(hash(t)) AS h FROM ${read(file)} t`;

export const spillJobs: readonly SpillJob[] = [
  {
    name: 'sort',
    flow: (source, target) => {
      const keys = ['LastName', 'Email', 'Id'].map((column) => ({ column, direction: 'ascending', blanks: 'last' }));
      const nodes = { read: csvRead(source), sort: { type: 'sortRows', version: 1, settings: { keys, ignoreCase: false } } };
      return flow('Sort', nodes, [{ from: 'read.out', to: 'sort.in' }, { from: 'sort.out', to: 'write.in' }], target);
    },
    sql: (source, target) => copy(`SELECT * FROM ${read(source)} ORDER BY LastName NULLS LAST, Email NULLS LAST, Id`, target),
    digest: (file) => `SELECT count(*) AS n, bit_xor(hash(Id, place)) AS h FROM (SELECT Id, row_number() OVER () AS place FROM ${read(file)})`,
  },
  {
    name: 'join',
    flow: (source, target) => {
      const columns = [{ column: 'Id', formula: 'Id' }, { column: 'Email', formula: 'Email' }, { column: 'Note', formula: '{Description (right)}' }];
      const nodes = {
        left: csvRead(source),
        right: csvRead(source),
        join: { type: 'joinRows', version: 1, settings: { keys: [{ column: 'Id', equals: 'Id' }] } },
        pick: { type: 'mapColumns', version: 1, settings: { columns, keepOthers: false } },
      };
      const edges = [{ from: 'left.out', to: 'join.left' }, { from: 'right.out', to: 'join.right' }, { from: 'join.out', to: 'pick.in' }, { from: 'pick.out', to: 'write.in' }];
      return flow('Join', nodes, edges, target);
    },
    // Neither of the two puts columns on disk that the rows written do not have, but for the eighth of the rows that Sluice takes samples of.
    sql: (source, target) => copy(`SELECT l.Id, l.Email, r.Description AS Note FROM ${read(source)} l JOIN ${read(source)} r ON l.Id = r.Id`, target),
    digest: sameRows,
  },
  {
    name: 'dedupe',
    flow: (source, target) => {
      const nodes = { read: csvRead(source), dedupe: { type: 'dedupeRows', version: 1, settings: { key: ['Id'], isLoose: false, keep: 'last' } } };
      return flow('Dedupe', nodes, [{ from: 'read.out', to: 'dedupe.in' }, { from: 'dedupe.out', to: 'write.in' }], target);
    },
    sql: (source, target) => copy(`SELECT DISTINCT ON (Id) * FROM ${read(source)}`, target),
    digest: sameRows,
  },
];
