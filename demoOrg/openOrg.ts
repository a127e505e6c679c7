import { openFaults } from './admin/faults.ts';
import { openRequestLog } from './admin/requestLog.ts';
import { openClients } from './auth/clients.ts';
import { openSessions } from './auth/sessions.ts';
import { openUsers } from './auth/users.ts';
import type { Database } from './database.ts';
import { type Bayeux, type BayeuxOptions, openBayeux } from './events/bayeux.ts';
import { eventHooks } from './events/eventHooks.ts';
import { openEvents } from './events/eventStore.ts';
import { pushTopics } from './events/pushTopics.ts';
import { type Maxima, openLimits } from './limits/limits.ts';
import { longRequests } from './limits/longRequests.ts';
import type { OrgContext } from './org.ts';
import { type Contents, openContents } from './files/contents.ts';
import { fileHooks } from './files/fileHooks.ts';
import { emptyOut, formatOf, otherFormat } from './orgFormat.ts';
import { openRecords } from './records/records.ts';
import { openAccess } from './schema/access.ts';
import { loadSchema } from './schema/schema.ts';
import { applySeed } from './seed/applySeed.ts';
import { defaultSeed } from './seed/defaultSeed.ts';
import { type ReadSeed, withSeedFiles } from './seed/seedFile.ts';

interface StoredOrganization {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly dailyApiRequests: number;
  readonly password: string;
  readonly administrator: string;
  readonly fiscalYearStartMonth?: number;
}

export interface OpenOptions extends BayeuxOptions {
  readonly seeds: readonly ReadSeed[];
  /** From when on a request counts as long; 20,000 in a real org. */
  readonly longRequestMs: number;
  readonly limits: Maxima;
}

export interface OpenedOrg {
  readonly org: OrgContext;
  readonly bayeux: Bayeux;
  readonly contents: Contents;
  /** The id of the user whose session `startOrg` hands out. */
  readonly administrator: string;
}

/** As many calls of more than 20 seconds may run at once in a Developer Edition. */
const mostLongRequests = 5;

/** The org in a database, which is filled where it is new. @throws Error with `code` `EORGSEED` where a seed does not fit. */
export function openOrg(database: Database, { seeds, longRequestMs, limits: maxima, ...streaming }: OpenOptions): OpenedOrg {
  const faults = openFaults();
  const now = (): Date => new Date(Date.now() + faults.clockOffsetMs());
  fill(database, seeds, now());
  const organization = JSON.parse(metaOf(database, 'organization')!) as StoredOrganization;
  const schema = loadSchema(database);
  const events = openEvents(database, now);
  const contents = openContents(database);
  const gauges = { DataStorageMB: () => storedMegabytes(database), FileStorageMB: () => contents.megabytes(), StreamingApiConcurrentClients: () => bayeux.clients() };
  const limits = openLimits(database, now, gauges, { seed: { DailyApiRequests: organization.dailyApiRequests }, start: maxima });
  const topics = pushTopics(database, schema, events, { now, timeZone: organization.timeZone });
  const org: OrgContext = {
    database,
    schema,
    schemaFor: openAccess(database, schema),
    records: openRecords(database, schema, fileHooks(eventHooks({ database, events, topics, faults, limits }), { database, schema, contents })),
    organization,
    users: openUsers(database, organization.password),
    clients: openClients(database),
    sessions: openSessions(database, organization.id, now),
    limits,
    longRequests: longRequests(longRequestMs, mostLongRequests),
    requests: openRequestLog(),
    events,
    faults,
    now,
  };
  const bayeux = openBayeux(org, streaming);
  return { org, bayeux, contents, administrator: organization.administrator };
}

function metaOf(database: Database, name: string): string | undefined {
  return database.get('SELECT value FROM _meta WHERE name = :name', { name })?.[0] as string | undefined;
}

/**
 * Fills a new org. One that is there keeps what it has, and must have been made with the same seeds.
 * One that an older version made is made anew while nobody has changed anything in it.
 */
function fill(database: Database, seeds: readonly ReadSeed[], now: Date): void {
  const format = formatOf(database);
  if (format === 'changed') throw otherFormat();
  if (format === 'untouched') emptyOut(database);
  if (format === 'current') {
    const known = JSON.parse(metaOf(database, 'seeds') ?? '[]') as string[];
    const other = seeds.find(({ hash }) => !known.includes(hash));
    if (other) throw seedError(`The org is there already and was made without the seed ${other.file}, or with another form of it. Reset it to make it anew.`);
    return;
  }
  try {
    database.transaction(() => {
      const seed = withSeedFiles(defaultSeed(now), seeds.map((read) => read.seed));
      applySeed(database, seed, now);
      database.run("INSERT INTO _meta VALUES ('seeds', :value)", { value: JSON.stringify(seeds.map(({ hash }) => hash)) });
    });
  } catch (error) {
    if (seeds.length === 0) throw error;
    throw seedError(`The org cannot be made with the seed ${seeds.map(({ file }) => file).join(', ')}: ${(error as Error).message}`, error);
  }
}

function seedError(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: 'EORGSEED' });
}

function storedMegabytes(database: Database): number {
  const [pages] = database.get('PRAGMA page_count')!;
  const [bytes] = database.get('PRAGMA page_size')!;
  return Math.ceil((Number(pages) * Number(bytes)) / (1_024 * 1_024));
}
