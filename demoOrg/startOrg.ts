import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { adminRoutes } from './admin/adminRoutes.ts';
import { instanceRoutes } from './admin/instanceRoutes.ts';
import { overviewRoutes } from './admin/overviewRoutes.ts';
import { pageRoutes } from './admin/pageRoutes.ts';
import { apexRoutes } from './apex/apexRoutes.ts';
import { sampleHandlers } from './apex/sampleHandlers.ts';
import { authorizeRoutes } from './auth/authorize.ts';
import { openCodes } from './auth/codes.ts';
import { bulkRoutes } from './bulk/bulkRoutes.ts';
import { type BulkOptions, openBulk } from './bulk/openBulk.ts';
import { identityRoutes } from './auth/identityRoutes.ts';
import { soapRoutes } from './soap/soapRoutes.ts';
import { tokenRoutes } from './auth/tokenRoutes.ts';
import { openDatabase } from './database.ts';
import { cometdRoutes } from './events/cometdRoutes.ts';
import { openEventSchemas } from './events/eventSchemas.ts';
import { streamingRoutes } from './events/streamingRoutes.ts';
import { fileRoutes } from './files/fileRoutes.ts';
import { listen } from './http/listen.ts';
import { orgCertificate } from './http/orgCertificate.ts';
import { orgServer } from './http/server.ts';
import { limitRoutes } from './limits/limitRoutes.ts';
import type { Maxima } from './limits/limits.ts';
import { openOrg } from './openOrg.ts';
import { replicationResources } from './rest/replicationResources.ts';
import { routesOf } from './rest/resource.ts';
import type { PubSub } from './pubSub/openPubSub.ts';
import { restRoutes } from './rest/restRoutes.ts';
import { rootRoutes } from './rest/rootRoutes.ts';
import { toolingResources } from './rest/toolingResources.ts';
import { readSeedFile } from './seed/seedFile.ts';
import { userInterfaceResources } from './userInterface/userInterfaceResources.ts';

export interface OrgOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The file of the org's data, made and filled where it is missing; or `:memory:`. */
  readonly data: string;
  /** Seeds of the user's own, JSON or modules, added when the org is made. */
  readonly seeds?: readonly string[];
  /** Listens with TLS too, on the next port, with a certificate of its own that is at `/demo/certificate`. */
  readonly https?: boolean;
  /** Other machines of the network may use it too: all but its pages and what is under `/demo`. The Pub/Sub API stays on this machine. */
  readonly lan?: boolean;
  /** Speaks the Pub/Sub API (gRPC) too. */
  readonly pubSub?: {
    /** 0, the default, takes any free one; a real org has it at 7443. */
    readonly port?: number;
    /** Without TLS, for clients that take that. With it the certificate is the one of `https`. */
    readonly isPlain?: boolean;
    /** How long a subscriber waits for events before it is told that the call is alive; 60,000 unless given. */
    readonly keepAliveMs?: number;
  };
  /** Called when somebody on this machine asks the org to stop; without it, it refuses. */
  readonly onStop?: () => void;
  /** Streaming: how long a connect waits for events, and how long a client may stay away. 110,000 and 40,000 as in a real org. */
  readonly pollMs?: number;
  readonly awayMs?: number;
  /** From when on a request counts as long; 20,000 as in a real org. */
  readonly longRequestMs?: number;
  /** Larger or smaller allowances, for this start. */
  readonly limits?: Maxima;
  /** How bulk jobs behave. */
  readonly bulk?: BulkOptions;
}

export interface Org {
  /** `http://127.0.0.1:4455`: login URL and instance URL in one. */
  readonly url: string;
  readonly port: number;
  /** Where it listens with TLS; undefined where it was not asked to. */
  readonly httpsUrl: string | undefined;
  /** `localhost:7443`, where it speaks the Pub/Sub API; undefined where it was not asked to. */
  readonly pubSubEndpoint: string | undefined;
  /** The administrator, and a session of theirs that is good now; asked for again after it ended, a new one. */
  readonly username: string;
  readonly accessToken: string;
  close(): Promise<void>;
}

/**
 * Starts a Salesforce-compatible org on 127.0.0.1 (with `lan` on every address) over one SQLite file.
 * @throws Error with `code` `EADDRINUSE` where the port is taken, `EORGFILE` where the file cannot be used, `EORGSEED` where a seed cannot.
 */
export async function startOrg({ port = 0, data, seeds: seedFiles = [], https = false, lan = false, pubSub, onStop, bulk: bulkOptions = {}, ...options }: OrgOptions): Promise<Org> {
  const seeds = await Promise.all(seedFiles.map(readSeedFile));
  if (data !== ':memory:') mkdirSync(dirname(data), { recursive: true });
  const database = openDatabase(data);
  try {
    const { org, bayeux, contents, administrator } = openOrg(database, { seeds, pollMs: 110_000, awayMs: 40_000, longRequestMs: 20_000, limits: {}, ...options });
    const codes = openCodes(org.now);
    const bulk = openBulk(org, data, bulkOptions);
    const schemas = openEventSchemas(database, org.schema);
    const routes = [
      ...rootRoutes,
      ...limitRoutes,
      ...streamingRoutes(schemas),
      ...cometdRoutes(bayeux),
      ...apexRoutes([...seeds.map(({ seed }) => seed.apexRest ?? {}), sampleHandlers]),
      ...bulkRoutes(bulk),
      ...routesOf([...replicationResources, ...toolingResources, ...userInterfaceResources]),
      ...fileRoutes(contents),
      ...restRoutes,
      ...authorizeRoutes(codes),
      ...tokenRoutes(codes),
      ...identityRoutes,
      ...soapRoutes,
      ...adminRoutes,
      ...instanceRoutes({ data, startedAt: org.now(), onStop }),
      ...overviewRoutes(),
      ...pageRoutes,
    ];
    const servers = [orgServer(org, routes), ...(https ? [orgServer(org, routes, orgCertificate(database, org.now()))] : [])];
    const ports: number[] = [];
    let events: PubSub | undefined;
    const close = async (): Promise<void> => {
      bayeux.close();
      events?.close();
      await Promise.all(servers.map(closed));
      await bulk.close();
      org.limits.save();
    };
    try {
      for (const server of servers) ports.push(await listen(server, port === 0 ? 0 : port + ports.length, lan ? '0.0.0.0' : '127.0.0.1'));
      if (pubSub) {
        const { port: asked = 0, isPlain = false, keepAliveMs = 60_000 } = pubSub;
        const { openPubSub } = await import('./pubSub/openPubSub.ts');
        events = await openPubSub({ org, schemas, port: asked, certificate: isPlain ? undefined : orgCertificate(database, org.now()), keepAliveMs });
      }
    } catch (error) {
      await close();
      throw error;
    }
    bulk.wake();
    const [taken, secure] = ports as [number, number?];
    let token = org.sessions.issue(administrator, 'demoOrg');
    return {
      url: `http://127.0.0.1:${taken}`,
      port: taken,
      httpsUrl: secure === undefined ? undefined : `https://127.0.0.1:${secure}`,
      pubSubEndpoint: events && `localhost:${events.port}`,
      username: org.users.byId(administrator)?.username ?? '',
      get accessToken() {
        if (!org.sessions.find(token)) token = org.sessions.issue(administrator, 'demoOrg');
        return token;
      },
      async close() {
        await close();
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function closed(server: ReturnType<typeof orgServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
