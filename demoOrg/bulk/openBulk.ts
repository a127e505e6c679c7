import { type Database, openDatabase } from '../database.ts';
import type { OrgContext } from '../org.ts';
import { type BulkStore, openBulkStore } from './bulkStore.ts';
import { bulkWorker } from './bulkWorker.ts';
import { openSpool, type Spool } from './spool.ts';

export interface BulkOptions {
  /** How long a job waits before it begins, as it does in a real org; 50 where not given. */
  readonly latencyMs?: number;
  /** `hardDelete` is allowed, which in a real org is a permission nobody has at first. */
  readonly hardDelete?: boolean;
  /** Records of a result page where the client asks for no number; 250,000 where not given. */
  readonly pageRecords?: number;
  /** The largest upload of one job; 150,000,000, as in a real org, where not given. */
  readonly largestUploadBytes?: number;
}

/** What the routes of both Bulk APIs stand on. */
export interface Bulk {
  readonly store: BulkStore;
  readonly spool: Spool;
  readonly hardDelete: boolean;
  readonly pageRecords: number;
  /** Begins what has been queued. */
  wake(): void;
  /** Removes jobs older than seven days. */
  dropExpired(): void;
  close(): Promise<void>;
}

/** Opens the bulk jobs of an org; `wake` goes on with what the last run has left. @param data the org's file, or `:memory:` */
export function openBulk(org: OrgContext, data: string, options: BulkOptions): Bulk {
  const { latencyMs = 50, hardDelete = false, pageRecords = 250_000, largestUploadBytes = 150_000_000 } = options;
  const store = openBulkStore(org.database, () => org.now());
  const spool = openSpool(data, largestUploadBytes);
  store.dropExpired();
  spool.keepOnly(store.ids());
  const worker = bulkWorker({ org, store, spool, latencyMs, openReader: data === ':memory:' ? undefined : () => openReader(data) });
  return {
    store,
    spool,
    hardDelete,
    pageRecords,
    wake: () => worker.wake(),
    dropExpired: () => store.dropExpired().forEach((id) => spool.remove(id)),
    async close() {
      await worker.close();
      spool.close();
    },
  };
}

/** A result is read from front to back, which a small cache is enough for. */
function openReader(data: string): Database {
  const reader = openDatabase(data);
  reader.exec('PRAGMA cache_size = -4000');
  return reader;
}
