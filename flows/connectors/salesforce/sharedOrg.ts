import type { Connection } from '../../kit/connection.ts';
import { openOrg, type OrgCounters, type SalesforceOrg } from './salesforceOrg.ts';

/** The part of a node's or a lookup's context that reaching an org takes. */
interface OrgContext {
  readonly settings: { readonly connection: string };
  connection(name: string): Promise<Connection>;
  shared<T extends object>(key: string, open: () => Promise<T>): Promise<T>;
}

/** The org that the setting `connection` names: one client and one set of describes per run, whatever the number of nodes. */
export function sharedOrg(context: OrgContext): Promise<SalesforceOrg> {
  const { connection } = context.settings;
  return context.shared(`salesforce:${connection}`, async () => openOrg(await context.connection(connection)));
}

/** For lookups: their calls are no part of a run. */
export const uncounted: OrgCounters = { count: () => undefined };
