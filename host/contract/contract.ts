import type { Client, Handlers } from '../rpc/contract.ts';
import { app } from './app.ts';
import { changes } from './changes.ts';
import { connections } from './connections.ts';
import { flows } from './flows.ts';
import { keeping } from './keeping.ts';
import { lookups } from './lookups.ts';
import { previews } from './previews.ts';
import { runs } from './runs.ts';
import { trust } from './trust.ts';
import { versions } from './versions.ts';

/** Everything the window can ask of the host: the one contract between them. */
export const contract = { app, flows, runs, connections, lookups, previews, changes, trust, versions, keeping };

export type HostContract = typeof contract;
export type HostHandlers = Handlers<HostContract>;
export type HostClient = Client<HostContract>;
