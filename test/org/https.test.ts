import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startOrg } from '../../demoOrg/startOrg.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A request that trusts nothing but `ca`. */
function get(url: string, ca: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { ca, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    })
      .on('error', reject)
      .end();
  });
}

test('the org speaks TLS with a certificate of its own, which clients can fetch and trust', async () => {
  const org = await startOrg({ data: ':memory:', https: true });
  const pem = await (await fetch(`${org.url}/demo/certificate`)).text();
  const certificate = new X509Certificate(pem);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 700 * 24 * 60 * 60 * 1_000);
  const secure = org.httpsUrl!;
  expect((await get(`${secure}/services/data`, pem)).status).toBe(200);
  const root = JSON.parse((await get(`${secure}/services/data/v62.0`, pem, { authorization: `Bearer ${org.accessToken}` })).body) as { identity: string };
  expect(root.identity).toContain(`${secure}/id/`);
  await expect(fetch(`${secure}/services/data`)).rejects.toThrow();
  await org.close();
});

test('the certificate stays the same over a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'org-'));
  const pems: string[] = [];
  for (let i = 0; i < 2; i++) {
    const org = await startOrg({ data: join(folder, 'tls.sqlite'), https: true });
    pems.push(await (await fetch(`${org.url}/demo/certificate`)).text());
    await org.close();
  }
  expect(pems[0]).toBe(pems[1]);
  await rm(folder, { recursive: true });
});
