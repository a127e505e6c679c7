import { readFile } from 'node:fs/promises';
import { environments, type Environment } from '../kit/connection.ts';
import { AppError } from '../kit/errors.ts';
import type { Credentials } from './sessionKeeper.ts';

const settingNames = { INSTANCE_URL: 'instanceUrl', LOGIN_URL: 'loginUrl', CLIENT_ID: 'clientId', USERNAME: 'username', API_VERSION: 'apiVersion', STOP_AT_PERCENT: 'stopAtPercent' } as const;
const secretNames = { ACCESS_TOKEN: 'accessToken', REFRESH_TOKEN: 'refreshToken', CLIENT_SECRET: 'clientSecret', JWT_KEY: 'privateKey' } as const;
const productionLogin = 'https://login.salesforce.com';

/**
 * A Salesforce connection given by the environment, as pipelines do it: variables `SLUICE_<NAME>_…` with the name in capitals and `_`
 * for `-`. Either `INSTANCE_URL` and `ACCESS_TOKEN`; or `CLIENT_ID` with `CLIENT_SECRET`, or with `REFRESH_TOKEN`, or with `USERNAME` and
 * `JWT_KEY` (PEM) or `JWT_KEY_FILE`, then `LOGIN_URL` says where (production unless given). `ENVIRONMENT` says what kind of org it is;
 * unsaid, the most careful: production. Undefined when none of them gives credentials; kind `settings` when something is missing.
 */
export async function envConnection(name: string, env: NodeJS.ProcessEnv): Promise<Credentials | undefined> {
  const prefix = `SLUICE_${name.toUpperCase().replaceAll('-', '_')}_`;
  const taken = (names: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(names).flatMap(([variable, key]) => (env[prefix + variable] ? [[key, env[prefix + variable]!]] : [])));
  const settings = taken(settingNames);
  const secrets = taken(secretNames);
  const keyFile = env[`${prefix}JWT_KEY_FILE`];
  if (keyFile) secrets['privateKey'] ??= await readKey(keyFile, `${prefix}JWT_KEY_FILE`);
  if (Object.keys(secrets).length === 0 && !settings['instanceUrl'] && !settings['clientId']) return undefined;
  const missing = missingOf(settings, secrets);
  if (missing) throw incomplete(`${prefix}${missing[0]} is set but ${prefix}${missing[1]} is not. Set both, or neither.`);
  const environment = env[`${prefix}ENVIRONMENT`] ?? 'production';
  if (!environments.includes(environment as Environment)) throw incomplete(`${prefix}ENVIRONMENT is "${environment}". It can be ${environments.join(', ')}.`);
  if (settings['clientId']) settings['loginUrl'] ??= settings['instanceUrl'] ?? productionLogin;
  return { name, system: 'salesforce', environment: environment as Environment, settings, secrets };
}

/** The variable that is there and the one it needs. */
function missingOf(settings: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>>): readonly [string, string] | undefined {
  if (settings['clientId']) {
    if (secrets['privateKey']) return settings['username'] ? undefined : ['JWT_KEY', 'USERNAME'];
    return secrets['clientSecret'] || secrets['refreshToken'] || secrets['accessToken'] ? undefined : ['CLIENT_ID', 'CLIENT_SECRET'];
  }
  const orphan = ['REFRESH_TOKEN', 'CLIENT_SECRET', 'JWT_KEY'].find((variable) => secrets[secretNames[variable as keyof typeof secretNames]]);
  if (orphan) return [orphan, 'CLIENT_ID'];
  if (!secrets['accessToken']) return ['INSTANCE_URL', 'ACCESS_TOKEN'];
  return settings['instanceUrl'] ? undefined : ['ACCESS_TOKEN', 'INSTANCE_URL'];
}

function readKey(file: string, variable: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw incomplete(`${variable} names ${file}, which cannot be read (${cause.code}).`);
  });
}

function incomplete(message: string): AppError {
  return new AppError('settings', 'connectionIncomplete', { message });
}
