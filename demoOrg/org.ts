import type { ApiUsage } from './apiUsage.ts';
import type { Clients } from './auth/clients.ts';
import type { Sessions } from './auth/sessions.ts';
import type { Users } from './auth/users.ts';
import type { Database } from './database.ts';
import type { Faults } from './admin/faults.ts';
import type { Records } from './records/records.ts';
import type { Schema } from './schema/schema.ts';

/** Everything a request may need. Made once by `startOrg`. */
export interface OrgContext {
  readonly database: Database;
  readonly schema: Schema;
  readonly records: Records;
  readonly organization: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly users: Users;
  readonly clients: Clients;
  readonly sessions: Sessions;
  readonly usage: ApiUsage;
  readonly faults: Faults;
  now(): Date;
}
