import { expect, test } from 'vitest';
import { definitions } from '../nodes/definitions.ts';
import { emptyDocument, type FlowDocument } from './document.ts';
import { mappingDocument } from './mappingDocument.ts';

const flow: FlowDocument = {
  ...emptyDocument('Leads of the fair'),
  description: 'Every Monday.',
  parameters: { file: { type: 'text', description: 'The list' }, day: { type: 'number', default: 1 } },
  limits: { rows: 500, sandboxFirst: true },
  nodes: {
    read: { type: 'csvRead', version: 1, title: 'The list', settings: { file: '{{file}}' } },
    map: { type: 'mapColumns', version: 1, note: 'Names as in the org.', settings: { keepOthers: false, columns: [{ column: 'LastName', formula: 'TRIM(Surname)' }, { column: 'Note', formula: 'IF(a | b, "`", "")' }] } },
    write: { type: 'salesforceWrite', version: 1, settings: { connection: 'crm', object: 'Lead', operation: 'insert', key: 'left over' } },
  },
  edges: [
    { from: 'read.out', to: 'map.in' },
    { from: 'map.rejected', to: 'write.in' },
  ],
};

test('a flow in words: what is asked, what it may do, and every step with its formulas', () => {
  expect(mappingDocument(flow, definitions)).toBe(`# Leads of the fair

Every Monday.

## Parameters

| Parameter | Type | Value | What it is |
| --- | --- | --- | --- |
| file | text | asked at the run | The list |
| day | number | 1 |  |

## Limits

- A run writes 500 records at most.
- It runs in a sandbox before it writes to production.

## 1. The list

Read CSV

| Setting | Value |
| --- | --- |
| ${definitions['csvRead'] ? 'File' : ''} | {{file}} |

## 2. Map columns

Map columns · rows from: The list

Names as in the org.

| Setting | Value |
| --- | --- |
| Keep the other columns | no |

**Columns**

| Column | Formula |
| --- | --- |
| LastName | \`TRIM(Surname)\` |
| Note | \`\` IF(a \\| b, "\`", "") \`\` |

## 3. Salesforce write

Salesforce write · rows from: Map columns, rejected rows

| Setting | Value |
| --- | --- |
| Connection | crm |
| Object | Lead |
| Operation | Insert |
`);
});
