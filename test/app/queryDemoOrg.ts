import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Connection } from 'jsforce';

/** Asks the demo org that the app runs, through unmodified jsforce: what does the org really hold? */
export async function queryDemoOrg(dataFolder: string, soql: string): Promise<Record<string, unknown>[]> {
  const { url, accessToken } = JSON.parse(readFileSync(path.join(dataFolder, 'demoOrg.json'), 'utf8')) as { url: string; accessToken: string };
  const connection = new Connection({ instanceUrl: url, accessToken, version: '65.0' });
  const { records } = await connection.query(soql);
  return records;
}
