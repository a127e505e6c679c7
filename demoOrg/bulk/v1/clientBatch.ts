import { XMLParser } from 'fast-xml-parser';
import type { RecordInput } from '../../records/objectWriter.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Job } from '../bulkJob.ts';
import { CsvFault } from '../csvFormat.ts';
import { batchRows } from '../runIngest.ts';
import { csvRows } from '../uploadedRows.ts';

/** The rows of one batch that a client made, in whichever format the job has. @throws CsvFault where it cannot be read or is too large */
export function clientBatch(body: Iterable<Buffer>, schema: Schema, job: Job): readonly RecordInput[] {
  const inputs = read(body, schema, job);
  if (inputs.length > batchRows) throw new CsvFault(`InvalidBatch : A batch may have ${batchRows} records at most`);
  return inputs;
}

function read(body: Iterable<Buffer>, schema: Schema, job: Job): readonly RecordInput[] {
  if (job.contentType === 'CSV') return [...csvRows(body, schema, schema.at(job.object), job, 0)];
  const content = Buffer.concat([...body]).toString('utf8').replace(/^\uFEFF/, '');
  return job.contentType === 'JSON' ? jsonRecords(content) : xmlRecords(content);
}

function jsonRecords(content: string): RecordInput[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new CsvFault(`InvalidBatch : Failed to parse the JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value) || value.some((record) => typeof record !== 'object' || record === null || Array.isArray(record)))
    throw new CsvFault('InvalidBatch : The JSON of a batch is a list of records');
  return value as RecordInput[];
}

/** `<sObjects><sObject><Name>…</Name></sObject></sObjects>` */
function xmlRecords(content: string): RecordInput[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => name === 'sObject',
  });
  let parsed: { sObjects?: { sObject?: unknown[] } };
  try {
    parsed = parser.parse(content, true) as typeof parsed;
  } catch (error) {
    throw new CsvFault(`InvalidBatch : Failed to parse the XML: ${(error as Error).message}`);
  }
  if (typeof parsed.sObjects !== 'object') throw new CsvFault('InvalidBatch : The XML of a batch is <sObjects> with an <sObject> for every record');
  return (parsed.sObjects.sObject ?? []).map(xmlRecord);
}

function xmlRecord(element: unknown): RecordInput {
  if (typeof element !== 'object' || element === null) return {};
  const fields = Object.entries(element).filter(([name]) => !name.startsWith('@') && name !== '#text' && name !== 'type');
  return Object.fromEntries(fields.filter(([, value]) => value !== '').map(([name, value]) => [name, xmlValue(value)]));
}

function xmlValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('@nil' in value) return null;
  if ('sObject' in value && Array.isArray(value.sObject)) return xmlRecord(value.sObject[0]);
  return '#text' in value ? value['#text'] : null;
}
