import { AppError } from '../../../kit/errors.ts';
import { jwtAssertion } from './jwtAssertion.ts';
import { audienceOf } from './loginUrl.ts';
import { requestToken, type Session, type TokenForm } from './tokenRequest.ts';

interface Credentials {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

interface Renewed {
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** New sessions without a person: by refresh token, by a signed assertion, or by the app's own credentials; whichever the connection has. */
export const salesforceSessions = {
  canRenew: ({ settings, secrets }: Credentials): boolean => formOf(settings, secrets) !== undefined,

  /** Rejects with kind `service`, and a code that names the block, when the org gives none. */
  async renew({ name, settings, secrets }: Credentials): Promise<Renewed> {
    const form = formOf(settings, secrets);
    if (!form) {
      const message = `The session of the connection "${name}" has ended.`;
      throw new AppError('service', 'loginExpired', { message, hint: 'Open Connections and sign in again, or give it a new access token.' });
    }
    return renewed(await requestToken(settings['loginUrl'] ?? settings['instanceUrl']!, form));
  },
};

/** A session as settings and secrets of a connection. */
export function renewed({ instanceUrl, accessToken, refreshToken }: Session): Renewed {
  return { settings: { instanceUrl }, secrets: { accessToken, ...(refreshToken === undefined ? {} : { refreshToken }) } };
}

function formOf(settings: Credentials['settings'], secrets: Credentials['secrets']): TokenForm | undefined {
  const { clientId, username, loginUrl, instanceUrl } = settings;
  const { refreshToken, clientSecret, privateKey } = secrets;
  const login = loginUrl ?? instanceUrl;
  if (!clientId || !login) return undefined;
  const client = { client_id: clientId, ...(clientSecret ? { client_secret: clientSecret } : {}) };
  if (refreshToken) return { grant_type: 'refresh_token', refresh_token: refreshToken, ...client };
  if (privateKey && username) {
    const assertion = jwtAssertion(privateKey, { clientId, username, audience: audienceOf(login), nowMs: Date.now() });
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  }
  return clientSecret ? { grant_type: 'client_credentials', ...client } : undefined;
}
