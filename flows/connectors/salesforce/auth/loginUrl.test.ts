import { expect, test } from 'vitest';
import { audienceOf, loginUrl } from './loginUrl.ts';

test.each([
  ['production', 'https://login.salesforce.com'],
  [' Sandbox ', 'https://test.salesforce.com'],
  ['acme', 'https://acme.my.salesforce.com'],
  ['acme--dev', 'https://acme--dev.sandbox.my.salesforce.com'],
  ['acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
  ['https://acme.lightning.force.com/lightning/page/home', 'https://acme.my.salesforce.com'],
  ['https://acme--dev.sandbox.lightning.force.com/', 'https://acme--dev.sandbox.my.salesforce.com'],
  ['https://acme.my.salesforce-setup.com/lightning/setup/SetupOneHome/home', 'https://acme.my.salesforce.com'],
  ['http://127.0.0.1:4455/', 'http://127.0.0.1:4455'],
])('"%s" signs in at %s', (text, url) => {
  expect(loginUrl(text)).toBe(url);
});

test.each(['http://acme.my.salesforce.com', 'https://me:word@acme.my.salesforce.com', 'ftp://acme', '', 'two words'])('"%s" is no login URL', (text) => {
  expect(() => loginUrl(text)).toThrow(expect.objectContaining({ kind: 'settings', code: 'loginUrl' }));
});

test.each([
  ['https://login.salesforce.com', 'https://login.salesforce.com'],
  ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
  ['https://acme--dev.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
  ['http://localhost:4455', 'http://localhost:4455'],
])('an assertion for %s is for %s', (login, audience) => {
  expect(audienceOf(login)).toBe(audience);
});
