import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { adminRoutes } from './admin/adminRoutes.ts';
import { openFaults } from './admin/faults.ts';
import { pageRoutes } from './admin/pageRoutes.ts';
import { apiUsage } from './apiUsage.ts';
import { authorizeRoutes } from './auth/authorize.ts';
import { openClients } from './auth/clients.ts';
import { openCodes } from './auth/codes.ts';
import { identityRoutes } from './auth/identityRoutes.ts';
import { openSessions } from './auth/sessions.ts';
import { soapRoutes } from './auth/soapRoutes.ts';
import { tokenRoutes } from './auth/tokenRoutes.ts';
import { openUsers } from './auth/users.ts';
import { type Database, openDatabase } from './database.ts';
import { orgServer } from './http/server.ts';
import type { OrgContext } from './org.ts';
import { openRecords } from './records/records.ts';
import { collectionRoutes } from './rest/collectionRoutes.ts';
import { queryRoutes } from './rest/queryRoutes.ts';
import { recordRoutes } from './rest/recordRoutes.ts';
import { rootRoutes } from './rest/rootRoutes.ts';
import { loadSchema } from './schema/schema.ts';
import { applySeed } from './seed/applySeed.ts';
import { defaultSeed } from './seed/defaultSeed.ts';

export interface OrgOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The file of the org's data, made and filled where it is missing; or `:memory:`. */
  readonly data: string;
}

export interface Org {
  /** `http://127.0.0.1:4455`: login URL and instance URL in one. */
  readonly url: string;
  readonly port: number;
  /** The administrator, and a session of theirs that is good now; asked for again after it ended, a new one. */
  readonly username: string;
  readonly accessToken: string;
  close(): Promise<void>;
}

interface StoredOrganization {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly dailyApiRequests: number;
  readonly password: string;
  readonly administrator: string;
}

/**
 * Starts a Salesforce-compatible org on 127.0.0.1 over one SQLite file.
 * @throws Error with `code` `EADDRINUSE` where the port is taken, `EORGFILE` where the file cannot be used.
 */
export async function startOrg({ port = 0, data }: OrgOptions): Promise<Org> {
  if (data !== ':memory:') mkdirSync(dirname(data), { recursive: true });
  const database = openDatabase(data);
  try {
    const { org, administrator } = openOrg(database);
    const codes = openCodes(org.now);
    const routes = [
      ...rootRoutes,
      ...queryRoutes,
      ...collectionRoutes,
      ...recordRoutes,
      ...authorizeRoutes(codes),
      ...tokenRoutes(codes),
      ...identityRoutes,
      ...soapRoutes,
      ...adminRoutes,
      ...pageRoutes,
    ];
    const server = orgServer(org, routes);
    await listen(server, port);
    const { port: taken } = server.address() as AddressInfo;
    let token = org.sessions.issue(administrator, 'demoOrg');
    return {
      url: `http://127.0.0.1:${taken}`,
      port: taken,
      username: org.users.byId(administrator)?.username ?? '',
      get accessToken() {
        if (!org.sessions.find(token)) token = org.sessions.issue(administrator, 'demoOrg');
        return token;
      },
      async close() {
        const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function openOrg(database: Database): { org: OrgContext; administrator: string } {
  const now = (): Date => new Date();
  const isNew = database.get("SELECT 1 FROM sqlite_schema WHERE name = '_meta'") === undefined;
  if (isNew) applySeed(database, defaultSeed(now()), now());
  const [stored] = database.get("SELECT value FROM _meta WHERE name = 'organization'")!;
  const organization = JSON.parse(stored as string) as StoredOrganization;
  const schema = loadSchema(database);
  const org: OrgContext = {
    database,
    schema,
    records: openRecords(database, schema),
    organization,
    users: openUsers(database, organization.password),
    clients: openClients(database),
    sessions: openSessions(database, organization.id, now),
    usage: apiUsage(organization.dailyApiRequests, now),
    faults: openFaults(),
    now,
  };
  return { org, administrator: organization.administrator };
}

function listen(server: ReturnType<typeof orgServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? portInUse(port) : error));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function portInUse(port: number): Error {
  return Object.assign(
    new Error(`Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or start the demo org on another port (0 takes any free one).`),
    { code: 'EADDRINUSE' },
  );
}
