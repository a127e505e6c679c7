import { describe, expect, test } from 'vitest';
import { externalLink } from './externalLinks.ts';

describe('externalLink', () => {
  test.each([
    'https://login.salesforce.com/services/oauth2/authorize?client_id=x',
    'https://acme.my.salesforce.com/001',
    'https://acme.lightning.force.com/lightning/setup',
    'https://salesforce.com/',
  ])('opens %s', (address) => {
    expect(externalLink(address)).toBe(address);
  });

  test.each([
    ['plain http', 'http://login.salesforce.com/'],
    ['a file', 'file:///etc/passwd'],
    ['a program of the desktop', 'ms-msdt:/id'],
    ['a script', 'javascript:alert(1)'],
    ['a site that only ends alike', 'https://notsalesforce.com/'],
    ['a site that only begins alike', 'https://login.salesforce.com.evil.example/'],
    ['a name before the host', 'https://login.salesforce.com@evil.example/'],
    ['a password for the right host', 'https://me:secret@login.salesforce.com/'],
    ['another port', 'https://login.salesforce.com:8443/'],
    ['what is no address', 'login.salesforce.com'],
    ['nothing', ''],
  ])('refuses %s', (_what, address) => {
    expect(externalLink(address)).toBeUndefined();
  });
});
