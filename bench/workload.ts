import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FlowDocument } from '../flows/model/document.ts';
import type { Program } from './measure.ts';

/** One who does a workload. */
export interface Contender extends Program {
  readonly name: string;
  /** So many rows it is given; peers that take long get fewer. */
  readonly rows: number;
}

/** A workload: its contenders by turns, the first of which the others are compared with. */
export interface Workload {
  readonly title: string;
  readonly contenders: readonly Contender[];
  /** Says that the results are right; throws where they are not. */
  check?(): string;
  close?(): void;
}

/** What a workload is made with. */
export interface Bench {
  /** A folder of this benchmark, which goes when it ends. */
  readonly folder: string;
  readonly rows: number;
}

export const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** `sluice run` of a flow, as the first line of bin/sluice.mjs starts it, with a data folder of its own: nobody's history gets these runs. */
export function sluiceRun({ folder }: Bench, name: string, document: FlowDocument, ...options: readonly string[]): Program {
  const file = path.join(folder, `${name}.flow.json`);
  writeFileSync(file, JSON.stringify(document));
  const home = path.join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const program = here('../bin/sluice.mjs');
  const [, variables, flags] = /^#!\S+ -S (.*?) ?node (.*)/.exec(readFileSync(program, 'utf8')) as unknown as [string, string, string];
  const environment = Object.fromEntries(variables.split(' ').map((variable) => variable.split('=')));
  return { args: [...flags.split(' '), program, 'run', '--quiet', ...options, file], environment: { ...environment, SLUICE_HOME: home } };
}

/** A query of DuckDB in a process of its own, with two threads and as much memory as it likes. */
export function duckDb({ folder }: Bench, sql: string): Program {
  return { args: [here('duckdb.mjs'), '8GiB', folder, sql] };
}
