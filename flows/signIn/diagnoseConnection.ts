import { diagnose } from '../connectors/salesforce/doctor/diagnose.ts';
import type { Diagnosis } from '../connectors/salesforce/doctor/diagnosis.ts';
import type { Connections } from '../connections/connections.ts';

/** The doctor's findings about a connection. What the org says of itself, its kind and its API version, is kept with the connection. */
export async function diagnoseConnection(connections: Connections, name: string, signal: AbortSignal): Promise<Diagnosis> {
  const stored = (await connections.list()).find((one) => one.name === name);
  const diagnosis = await diagnose({ settings: stored?.settings ?? {}, resolve: () => connections.resolve(name), signal });
  const { environment, apiVersion, user, orgId } = diagnosis;
  if (!stored || stored.builtIn || !environment || !apiVersion || !user || !orgId) return diagnosis;
  // Read again: a new session may have moved the connection to another instance meanwhile.
  const now = (await connections.list()).find((one) => one.name === name);
  if (now) {
    const { system, settings } = now;
    await connections.save({ name, system, environment, settings: { ...settings, apiVersion, username: user, orgId } }, {});
  }
  return diagnosis;
}
