import { Secret, environments, type Connection, type Environment } from '../kit/connection.ts';
import { AppError } from '../kit/errors.ts';

/**
 * A Salesforce connection given by the environment, as pipelines do it: `SLUICE_<NAME>_INSTANCE_URL` and `SLUICE_<NAME>_ACCESS_TOKEN`,
 * with the name in capitals and `_` for `-`. `SLUICE_<NAME>_ENVIRONMENT` says what kind of org it is; unsaid, the most careful: production.
 * Undefined when neither of the two is set; kind `settings` when only one is.
 */
export function envConnection(name: string, env: NodeJS.ProcessEnv): Connection | undefined {
  const prefix = `SLUICE_${name.toUpperCase().replaceAll('-', '_')}`;
  const instanceUrl = env[`${prefix}_INSTANCE_URL`];
  const accessToken = env[`${prefix}_ACCESS_TOKEN`];
  if (!instanceUrl && !accessToken) return undefined;
  if (!instanceUrl || !accessToken) {
    const [there, missing] = instanceUrl ? ['INSTANCE_URL', 'ACCESS_TOKEN'] : ['ACCESS_TOKEN', 'INSTANCE_URL'];
    throw new AppError('settings', 'connectionIncomplete', { message: `${prefix}_${there} is set but ${prefix}_${missing} is not. Set both, or neither.` });
  }
  const environment = env[`${prefix}_ENVIRONMENT`] ?? 'production';
  if (!environments.includes(environment as Environment)) {
    throw new AppError('settings', 'connectionIncomplete', { message: `${prefix}_ENVIRONMENT is "${environment}". It can be ${environments.join(', ')}.` });
  }
  return { name, system: 'salesforce', environment: environment as Environment, settings: { instanceUrl }, secrets: { accessToken: new Secret(accessToken) } };
}
