import type { Clients } from './auth/clients.ts';
import type { Sessions } from './auth/sessions.ts';
import type { Users } from './auth/users.ts';
import type { Database } from './database.ts';
import type { EventStore } from './events/eventStore.ts';
import type { Faults } from './admin/faults.ts';
import type { RequestLog } from './admin/requestLog.ts';
import type { Limits } from './limits/limits.ts';
import type { LongRequests } from './limits/longRequests.ts';
import type { Records } from './records/records.ts';
import type { SchemaFor } from './schema/access.ts';
import type { OrgSchema } from './schema/schema.ts';

/** Everything a request may need. Made once by `startOrg`. */
export interface OrgContext {
  readonly database: Database;
  readonly schema: OrgSchema;
  /** The schema as a user may see it: what every request of theirs reads and writes through. */
  readonly schemaFor: SchemaFor;
  readonly records: Records;
  readonly organization: { readonly id: string; readonly name: string; readonly timeZone: string; readonly fiscalYearStartMonth?: number };
  readonly users: Users;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly limits: Limits;
  readonly longRequests: LongRequests;
  readonly requests: RequestLog;
  readonly events: EventStore;
  readonly faults: Faults;
  readonly now: () => Date;
}
