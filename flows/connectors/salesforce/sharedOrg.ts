import { usualStopAtPercent, type Connection } from '../../kit/connection.ts';
import { keptLimits, limitsKeeper } from './keptLimits.ts';
import { openGate, type OrgGate } from './orgGate.ts';
import { joinTalkers } from './talkers.ts';
import { openOrg, type OrgCounters, type SalesforceOrg } from './salesforceOrg.ts';

/** The part of a node's or a lookup's context that reaching an org takes. */
interface OrgContext {
  readonly settings: { readonly connection: string };
  connection(name: string): Promise<Connection>;
  shared<T extends object>(key: string, open: () => Promise<T>, close?: (thing: T) => Promise<void>): Promise<T>;
}

/**
 * The org that the setting `connection` names: one client and one set of describes per run, whatever the number of nodes; and one gate per
 * org, whatever the number of connections to it.
 */
export function sharedOrg(context: OrgContext): Promise<SalesforceOrg> {
  const { connection: name } = context.settings;
  const open = async (): Promise<SalesforceOrg> => {
    const connection = await context.connection(name);
    const { gate } = await context.shared(`salesforceGate:${connection.settings['instanceUrl'] ?? name}`, () => keptGate(connection), ({ close }) => close());
    return openOrg(connection, gate);
  };
  return context.shared(`salesforce:${name}`, open, (org) => org.close());
}

interface KeptGate {
  readonly gate: OrgGate;
  readonly close: () => Promise<void>;
}

/** A gate that knows from its beginning what the org said last, keeps what it says next, and shares its slots with other runs of this machine. */
async function keptGate(connection: Connection): Promise<KeptGate> {
  const { folder } = connection;
  const stopAtPercent = stopAtOf(connection.settings['stopAtPercent']);
  if (folder === undefined) return { gate: openGate({ stopAtPercent }), close: () => Promise.resolve() };
  const { keep, flush } = limitsKeeper(folder);
  const known = await keptLimits(connection);
  // Where no file can be made, a run knows of itself alone.
  const talkers = await joinTalkers(folder, new URL(connection.settings['instanceUrl'] ?? 'http://org').host).catch(() => undefined);
  const gate = openGate({ stopAtPercent, onLimits: keep, talkers: () => talkers?.count() ?? 1, ...(known ? { known } : {}) });
  return { gate, close: async () => void (await Promise.all([flush(), talkers?.leave()])) };
}

/** The connection's setting, 1 to 100; what is none is as if it were not set. */
function stopAtOf(text: string | undefined): number {
  const percent = Number(text);
  return text !== undefined && percent >= 1 && percent <= 100 ? percent : usualStopAtPercent;
}

/** For lookups: their calls are no part of a run. */
export const uncounted: OrgCounters = { count: () => undefined };
