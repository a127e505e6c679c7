import { expect, test } from 'vitest';
import { bulkIngest, type IngestRow } from '../../connectors/salesforce/bulkIngest.ts';
import { AppError } from '../../kit/errors.ts';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { sourceContext } from '../../../test/nodes/sourceContext.ts';
import type { Settings } from './preparedQuery.ts';
import { run } from './run.ts';

const at = orgForTests();
const many = 20_001;

async function* leads(): AsyncGenerator<IngestRow[]> {
  for (let from = 0; from < many; from += 1000) yield Array.from({ length: Math.min(1000, many - from) }, (_, index) => [`Many ${from + index}`, 'Firm, "Sons"']);
}

/** Reads with these settings; the names, how many rows, and what was said. */
async function read(settings: Partial<Settings>, more: Parameters<typeof sourceContext>[2] = {}): Promise<{ names: Set<string>; rows: number; types: string[]; said: string[] }> {
  if (run.kind !== 'source') throw new Error('It is a source.');
  const said: string[] = [];
  const context = sourceContext(at.connection, settings, { log: (_level, message) => void said.push(message), ...more });
  const names = new Set<string>();
  let rows = 0;
  let types: string[] = [];
  for await (const batch of run.read(context, { id: 'all', spec: {} })) {
    types = batch.schema.map(({ type }) => type);
    for (const row of batch.rows) names.add(String(batch.columns[0]!.value(row)));
    rows += batch.rows.length;
  }
  return { names, rows, types, said };
}

test('20,001 records go in and come out as bulk jobs, each once, no header among them', async () => {
  const outcomes = new Set<number>();
  const request = { operation: 'insert', object: 'Lead', columns: ['LastName', 'Company'], rows: leads(), onJob: () => undefined } as const;
  for await (const group of bulkIngest(at.org, request, at.counters, at.signal)) for (const { row, state } of group) if (state === 'written') outcomes.add(row);
  expect(outcomes.size).toBe(many);

  const soql = "SELECT LastName, Company, CreatedDate FROM Lead WHERE LastName LIKE 'Many %'";
  const shares: number[] = [];
  const bulk = await read({ soql, bulkFrom: 5000 }, { reached: (share) => void shares.push(share) });
  // How far it is, by what the org counted: never back, and to the end.
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect([shares[0]! < 1, shares.at(-1)]).toEqual([true, 1]);
  expect([bulk.rows, bulk.names.size, bulk.types]).toEqual([many, many, ['text', 'text', 'datetime']]);
  expect(bulk.said).toEqual([expect.stringMatching(/^The query became the bulk job 750/), `The org counted ${many} records; ${many} were read.`]);

  const pages = await read({ soql, api: 'rest', splits: 'none' });
  expect([pages.rows, pages.names.size, pages.said]).toEqual([many, many, [`The org counted ${many} records; ${many} were read.`]]);

  shares.length = 0;
  const ranges = await read({ soql, api: 'rest' }, { reached: (share) => void shares.push(share) });
  expect([shares[0]! < 1, shares.at(-1)]).toEqual([true, 1]);
  expect([ranges.rows, ranges.names.size]).toEqual([many, many]);
  expect(ranges.said).toEqual(['The query is read in 4 ranges of Id side by side.', `The org counted ${many} records in 4 ranges of Id; ${many} were read.`]);

  // As an org answers whose records have no Ids that can be compared.
  const refusing: typeof at.org.request = (call, ...rest) =>
    call.path.includes('COUNT()') ? Promise.reject(new AppError('service', 'orgRefused', { message: 'Ids cannot be compared.' })) : at.org.request(call, ...rest);
  const org = { ...at.org, connection: at.connection, request: refusing };
  const whole = await read({ soql, api: 'rest' }, { shared: <T extends object>() => Promise.resolve(org as unknown as T) });
  expect([whole.rows, whole.names.size]).toEqual([many, many]);
  expect(whole.said[0]).toBe('The org does not take this query by ranges of Id, so it is read as pages. Ids cannot be compared.');

  await at.fault({ kind: 'job', outcome: 'failed' });
  const refused = await read({ soql, bulkFrom: 5000 });
  expect([refused.rows, refused.names.size]).toEqual([many, many]);
  expect(refused.said).toContainEqual(expect.stringMatching(/^The org does not take this query as a bulk job, so it is read as pages\./));
});
