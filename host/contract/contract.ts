import type { Client, Handlers } from '../rpc/contract.ts';
import { app } from './app.ts';
import { connections } from './connections.ts';
import { flows } from './flows.ts';
import { lookups } from './lookups.ts';
import { runs } from './runs.ts';

/** Everything the window can ask of the host: the one contract between them. */
export const contract = { app, flows, runs, connections, lookups };

export type HostContract = typeof contract;
export type HostHandlers = Handlers<HostContract>;
export type HostClient = Client<HostContract>;
