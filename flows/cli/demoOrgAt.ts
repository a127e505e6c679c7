import { z } from 'zod';
import { Secret, type Connection } from '../kit/connection.ts';
import { AppError } from '../kit/errors.ts';

/** The app with which every demo org lets servers in. It opens nothing but demo data, so it is no secret. */
const demoClient = { grant_type: 'client_credentials', client_id: 'sluiceServer', client_secret: 'sluice-demo-secret' };
const patienceMs = 10_000;
const answerShape = z.object({ access_token: z.string(), instance_url: z.string() });

/**
 * A connection named `name` to the demo org at a URL: signs in as its integration user (OAuth 2.0 client credentials, RFC 6749 §4.4).
 * Rejects with kind `service` where nothing answers or what answers is no demo org.
 */
export async function demoOrgAt(name: string, url: string): Promise<Connection> {
  const address = new URL('/services/oauth2/token', url);
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(demoClient), signal: AbortSignal.timeout(patienceMs), redirect: 'error' }).catch((cause: unknown) => {
    throw new AppError('service', 'demoOrgSilent', { message: `Nothing answers at ${address.origin}, where "${name}" should be.`, hint: 'Start it with "sluice org start", or look at the address.', cause });
  });
  const parsed = answerShape.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !parsed.success) {
    const hint = `For another org give its token in the environment: SLUICE_${name.toUpperCase().replaceAll('-', '_')}_ACCESS_TOKEN.`;
    throw new AppError('service', 'demoOrgRefused', { message: `${address.origin} does not let the demo client in (status ${answer.status}); it is no demo org.`, hint });
  }
  return { name, system: 'salesforce', environment: 'demo', settings: { instanceUrl: address.origin, username: 'integration@sluice.example' }, secrets: { accessToken: new Secret(parsed.data.access_token) }, renew: () => demoOrgAt(name, url) };
}
