import { Secret, type Connection } from '../flows/kit/connection.ts';
import { bulkIngest, type IngestRow } from '../flows/connectors/salesforce/bulkIngest.ts';
import { openOrg } from '../flows/connectors/salesforce/salesforceOrg.ts';
import { uncounted } from '../flows/connectors/salesforce/sharedOrg.ts';

async function* leads(rows: number): AsyncGenerator<IngestRow[]> {
  for (let from = 0; from < rows; from += 1000) {
    yield Array.from({ length: Math.min(1000, rows - from) }, (_, index) => {
      const row = from + index;
      return [`Loader ${row}`, 'Jo', `Firm ${row % 5000}, "Sons" & Co.`, `jo.${row}@example.com`, 'Graz'];
    });
  }
}

/** Writes made-up leads into an org with the connector's `bulkIngest`, and throws where a row has not exactly one outcome. */
export async function writeLeads(url: string, token: string, rows: number): Promise<void> {
  const connection: Connection = { name: 'bench', system: 'salesforce', environment: 'demo', settings: { instanceUrl: url }, secrets: { accessToken: new Secret(token) } };
  const org = openOrg(connection);
  const seen = new Uint8Array(rows);
  let written = 0;
  const request = { operation: 'insert', object: 'Lead', columns: ['LastName', 'FirstName', 'Company', 'Email', 'City'], rows: leads(rows), onJob: () => undefined } as const;
  for await (const outcomes of bulkIngest(org, request, uncounted, new AbortController().signal)) {
    for (const { row, state } of outcomes) {
      if (state !== 'written' || seen[row] !== 0) throw new Error(`Row ${row} is ${state}, for the ${seen[row]! + 1}. time.`);
      seen[row] = 1;
      written++;
    }
  }
  await org.close();
  if (written !== rows) throw new Error(`${written} of ${rows} rows have an outcome.`);
}
