import { expect, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { sourceContext } from '../../../test/nodes/sourceContext.ts';
import { run } from '../../nodes/salesforceQuery/run.ts';
import { queryFault } from './queryFault.ts';

const at = orgForTests();

/** What the node says of a query that the org does not take. */
async function refusal(soql: string, api: 'rest' | 'bulk' = 'rest'): Promise<unknown> {
  if (run.kind !== 'source') throw new Error('It is a source.');
  try {
    for await (const _ of run.read(sourceContext(at.connection, { soql, api }), { id: 'all', spec: {} })) throw new Error('It was read.');
  } catch (error) {
    return error;
  }
  throw new Error('It was read.');
}

test.each([
  ['a field of SELECT', 'SELECT Id, Emai FROM Contact', 'Contact has no field "Emai", or this user may not see it (column 12 of the query).', 'Did you mean Email?'],
  ['a field of WHERE on another line', "SELECT Id FROM Contact\nWHERE Emai = 'x'", 'Contact has no field "Emai", or this user may not see it (line 2, column 7 of the query).', 'Did you mean Email?'],
  ['a word that does not belong there', 'SELECT Id FORM Contact', "The org cannot read the query at column 11 (MALFORMED_QUERY): unexpected token: 'FORM'.", 'Look at that place of the query.'],
])('%s is named at the query, and what was probably meant', async (_name, soql, message, hint) => {
  expect(await refusal(soql)).toMatchObject({ kind: 'settings', message, hint, where: { path: ['soql'] } });
});

test('a bulk job says it in the same words', async () => {
  expect(await refusal('SELECT Id, Emai FROM Contact', 'bulk')).toMatchObject({ message: expect.stringMatching(/^Contact has no field "Emai"/) as string, hint: 'Did you mean Email?' });
});

test('words of another shape are left as they are', () => {
  expect(queryFault('MALFORMED_QUERY', 'A query string has to be specified')).toBeUndefined();
});
