import { describe, expect, test } from 'vitest';
import { apiVersion, orgForThisFile } from './orgFixture.ts';

const fixture = orgForThisFile();
const base = `/services/data/v${apiVersion}`;

interface Part {
  readonly body: unknown;
  readonly httpStatusCode: number;
  readonly httpHeaders: Record<string, string>;
  readonly referenceId: string;
}

async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fixture.fetch(`${base}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

async function composite(allOrNone: boolean, compositeRequest: unknown[]): Promise<Part[]> {
  const { body } = await post('/composite', { allOrNone, compositeRequest });
  return (body as { compositeResponse: Part[] }).compositeResponse;
}

async function count(name: string): Promise<number> {
  return (await fixture.connection.query(`SELECT COUNT() FROM Account WHERE Name = '${name}'`)).totalSize;
}

describe('composite', () => {
  test('later requests take values from earlier answers', async () => {
    const parts = await composite(true, [
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'acme', body: { Name: 'Composed', Site: 'C' } },
      { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'ann', body: { LastName: 'Ann', AccountId: '@{acme.id}', Title: 'of @{acme.id}' } },
      { method: 'GET', url: `${base}/sobjects/Account/@{acme.id}?fields=Name,Site`, referenceId: 'read' },
      { method: 'GET', url: `${base}/query?q=SELECT+Id,LastName+FROM+Contact+WHERE+AccountId='@{acme.id}'`, referenceId: 'found' },
      { method: 'PATCH', url: `${base}/sobjects/Contact/@{found.records[0].Id}`, referenceId: 'changed', body: { Department: '@{read.Name}' } },
    ]);
    expect(parts.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 201, 200, 200, 204]);
    const id = (parts[0]!.body as { id: string }).id;
    expect(parts[0]).toMatchObject({ referenceId: 'acme', httpHeaders: { Location: `${base}/sobjects/Account/${id}` }, body: { success: true } });
    expect(parts[3]!.body).toMatchObject({ totalSize: 1, records: [{ LastName: 'Ann' }] });
    expect((await fixture.connection.query(`SELECT Department, Title FROM Contact WHERE AccountId = '${id}'`)).records[0]).toMatchObject({
      Department: 'Composed',
      Title: `of ${id}`,
    });
  });

  test('with allOrNone one failure takes everything back', async () => {
    const parts = await composite(true, [
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: { Name: 'Taken back' } },
      { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'b', body: { FirstName: 'No last name' } },
    ]);
    expect(parts).toMatchObject([
      {
        referenceId: 'a',
        httpStatusCode: 400,
        body: [{ errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' }],
      },
      { referenceId: 'b', httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }] },
    ]);
    expect(await count('Taken back')).toBe(0);
  });

  test('without it the others stay, and what needed the failed one is halted', async () => {
    const parts = await composite(false, [
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'good', body: { Name: 'Stays' } },
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'bad', body: { Site: 'no name' } },
      { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'child', body: { LastName: 'x', AccountId: '@{bad.id}' } },
      { method: 'GET', url: '/nowhere', referenceId: 'lost' },
    ]);
    expect(parts.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 400, 400, 404]);
    expect(parts[2]!.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }]);
    expect(await count('Stays')).toBe(1);
  });

  test('a collection inside that fails in part takes everything back, too', async () => {
    const records = [{ attributes: { type: 'Account' }, Name: 'Half' }, { attributes: { type: 'Account' } }];
    await composite(true, [{ method: 'POST', url: `${base}/composite/sobjects`, referenceId: 'c', body: { records } }]);
    expect(await count('Half')).toBe(0);
  });

  test('what is no request is refused', async () => {
    expect((await post('/composite', {})).body).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
    expect((await post('/composite', { compositeRequest: [{ method: 'GET' }] })).body).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
    const many = Array.from({ length: 26 }, (_, index) => ({ method: 'GET', url: `${base}/sobjects`, referenceId: `r${index}` }));
    expect((await post('/composite', { compositeRequest: many })).body).toMatchObject([{ errorCode: 'LIMIT_EXCEEDED' }]);
  });
});

test('a batch has a result for each request', async () => {
  const { body } = await post('/composite/batch', {
    batchRequests: [
      { method: 'POST', url: `v${apiVersion}/sobjects/Account`, richInput: { Name: 'Batched' } },
      { method: 'GET', url: `v${apiVersion}/sobjects/Account/001000000000000AAA` },
      { method: 'GET', url: `v${apiVersion}/query?q=SELECT+COUNT()+FROM+Account+WHERE+Name='Batched'` },
    ],
  });
  expect(body).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 201, result: { success: true } }, { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] }, { statusCode: 200,
      result: { totalSize: 1 } }],
  });
  const halted = await post('/composite/batch', {
    haltOnError: true,
    batchRequests: [{ method: 'GET', url: `v${apiVersion}/nowhere` }, { method: 'POST', url: `v${apiVersion}/sobjects/Account`, richInput: { Name: 'Never' } }],
  });
  expect(halted.body).toMatchObject({ results: [{ statusCode: 404 }, { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED' }] }] });
  expect(await count('Never')).toBe(0);
});

test('each graph succeeds or fails on its own', async () => {
  const graph = (graphId: string, name: string | undefined): unknown => ({
    graphId,
    compositeRequest: [
      { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'a', body: { Name: `Graph ${graphId}` } },
      { method: 'POST', url: `${base}/sobjects/Contact`, referenceId: 'c', body: { LastName: name, AccountId: '@{a.id}' } },
    ],
  });
  const { body } = await post('/composite/graph', { graphs: [graph('1', 'Ann'), graph('2', undefined)] });
  expect(body).toMatchObject({
    graphs: [
      { graphId: '1', isSuccessful: true, graphResponse: { compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 201 }] } },
      { graphId: '2', isSuccessful: false, graphResponse: { compositeResponse: [{ httpStatusCode: 400 }, { httpStatusCode: 400 }] } },
    ],
  });
  expect([await count('Graph 1'), await count('Graph 2')]).toEqual([1, 0]);
});

describe('a tree', () => {
  const tree = (last: string | undefined): unknown => ({
    records: [
      {
        attributes: { type: 'Account', referenceId: 'root' },
        Name: `Tree ${last ?? ''}`,
        Contacts: {
          records: [
            { attributes: { type: 'Contact', referenceId: 'leaf1' }, LastName: 'One', Cases: { records: [{ attributes: { type: 'Case',
              referenceId: 'case' }, Subject: 'Deep' }] } },
            { attributes: { type: 'Contact', referenceId: 'leaf2' }, LastName: last },
          ],
        },
      },
    ],
  });

  test('writes parents and children', async () => {
    const { status, body } = await post('/composite/tree/Account', tree('Two'));
    expect(status).toBe(201);
    const { results } = body as { results: { referenceId: string; id: string }[] };
    expect(results.map(({ referenceId }) => referenceId)).toEqual(['root', 'leaf1', 'case', 'leaf2']);
    const { records } = await fixture.connection.query(`SELECT (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Id = '${results[0]!.id}'`);
    expect(records[0]).toMatchObject({ Contacts: { records: [{ LastName: 'One' }, { LastName: 'Two' }] } });
    expect((await fixture.connection.query(`SELECT Id FROM Case WHERE ContactId = '${results[1]!.id}'`)).totalSize).toBe(1);
  });

  test('writes nothing where one record is refused', async () => {
    const { status, body } = await post('/composite/tree/Account', tree(undefined));
    expect(status).toBe(400);
    expect(body).toEqual({
      hasErrors: true,
      results: [{ referenceId: 'leaf2', errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]',
        fields: ['LastName'] }] }],
    });
    expect(await count('Tree ')).toBe(0);
  });
});
