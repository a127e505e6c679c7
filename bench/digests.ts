import { spawnSync } from 'node:child_process';
import { here } from './workload.ts';
import { csvOf } from './w1Query.ts';

/** Looks into results of W1 with DuckDB: rows, a checksum over five columns of every row whatever their order, and the sum of the amounts to the cent. */
export function sameContacts(folder: string, files: readonly string[]): string {
  const texts = ['Id', 'Email', 'FullName', 'PhoneNorm', 'Description'].map((name) => `coalesce(${name}, '')`).join(', ');
  return same(folder, files, (file) => `SELECT count(*) AS n, bit_xor(hash(${texts})) AS h, sum(CAST(AmountAdj AS DECIMAL(18, 2))) AS cents FROM ${csvOf(file)}`);
}

/** Looks into results of W2: all of their rows, amounts to the cent. */
export function sameGroups(folder: string, files: readonly string[]): string {
  const columns = 'Country, CAST(Contacts AS BIGINT) AS c, CAST(round(CAST(SumAmount AS DOUBLE), 2) AS DECIMAL(18, 2)) AS a, CAST(CAST(SumRevenue AS DOUBLE) AS BIGINT) AS r';
  return same(folder, files, (file) => `SELECT ${columns} FROM ${csvOf(file)} ORDER BY Country`);
}

function same(folder: string, files: readonly string[], digest: (file: string) => string): string {
  const found = files.map((file) => ask(folder, digest(file)));
  for (const [index, result] of found.entries()) if (result !== found[0]) throw new Error(`${files[index]} is not what ${files[0]} is:\n${result}\n${found[0]}`);
  return `All ${files.length} results are the same: ${found[0]!.length > 100 ? `${found[0]!.length} characters of rows` : found[0]}.`;
}

function ask(folder: string, sql: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [here('duckdb.mjs'), '4GiB', folder, sql], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}
