import { measureBatches } from './batches.ts';
import { contacts } from './contacts.ts';
import { demoOrgSpeed } from './demoOrgSpeed.ts';
import { printOrgTable } from './demoOrgTable.ts';

/** What single parts cost: the batch's representation, and the demo org over HTTP. */
export async function printParts(rows: number): Promise<void> {
  console.log('\nBatches, ns per row (12 columns):');
  for (const [what, ns] of await measureBatches(contacts(Math.min(rows, 200_000)).file)) console.log(`  ${what.padEnd(52)}${ns.toFixed(0).padStart(6)}`);
  console.log(`\nThe demo org over HTTP, ${rows.toLocaleString('en')} leads by Bulk API 2.0:`);
  printOrgTable(await demoOrgSpeed(rows));
}
