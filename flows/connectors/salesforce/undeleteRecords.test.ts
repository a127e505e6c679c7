import { expect, test } from 'vitest';
import { orgForTests } from '../../../test/connectors/orgForTests.ts';
import { undeleteRecords } from './undeleteRecords.ts';

const at = orgForTests();

test('a record comes back from the recycle bin, also after the session has ended', async () => {
  const { org, counters, signal } = at;
  const { id } = await org.request<{ id: string }>({ method: 'POST', path: '/sobjects/Lead', body: { LastName: 'Back', Company: 'Back Ltd' }, idempotent: false }, counters, signal);
  await org.request({ method: 'DELETE', path: `/sobjects/Lead/${id}`, idempotent: true }, counters, signal);
  await at.fault({ kind: 'expireTokens' });
  expect(await undeleteRecords(org, [id], counters, signal)).toEqual([{ id, success: true, errors: [] }]);
  expect([counters.sessions, await at.count(`SELECT COUNT() FROM Lead WHERE Id = '${id}'`)]).toEqual([1, 1]);
  expect(await undeleteRecords(org, [id], counters, signal)).toEqual([{ id, success: true, errors: [] }]);
});
