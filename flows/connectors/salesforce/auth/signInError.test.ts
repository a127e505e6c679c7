import { expect, test } from 'vitest';
import { signInError } from './signInError.ts';

test.each([
  ['invalid_grant', 'expired access/refresh token', 'loginExpired'],
  ['invalid_grant', 'token validity expired', 'loginExpired'],
  ['invalid_client_id', 'client identifier invalid', 'appUnknown'],
  ['invalid_client', 'invalid client credentials', 'appUnknown'],
  ['OAUTH_APP_BLOCKED', 'this app is blocked by admin', 'appBlocked'],
  ['invalid_grant', "user hasn't approved this consumer", 'appBlocked'],
  ['invalid_grant', 'ip restricted', 'ipRestricted'],
  ['invalid_grant', 'expired password', 'passwordExpired'],
  ['invalid_grant', 'inactive user', 'userInactive'],
  ['inactive_org', 'organization is inactive', 'orgInactive'],
  ['invalid_grant', 'audience is invalid', 'wrongLoginUrl'],
  ['invalid_grant', 'authentication failure', 'wrongLoginUrl'],
  ['invalid_grant', 'invalid assertion', 'assertionRefused'],
])('%s: %s is the block %s', (error, description, code) => {
  const found = signInError(error, description, 'https://acme.my.salesforce.com');
  expect(found).toMatchObject({ kind: 'service', code, message: expect.stringContaining('https://acme.my.salesforce.com') });
  expect(found.hint).toMatch(/\./);
});

test('a refusal nobody knows is told as the org says it', () => {
  expect(signInError('new_error', 'something new', 'https://acme.my.salesforce.com').message).toBe('https://acme.my.salesforce.com refuses the sign-in: new_error: something new.');
});
