import type { buildConnector as Build, Dispatcher, EnvHttpProxyAgent as Agent } from 'undici';

/**
 * The parts of undici that are used, by themselves: its index loads fetch, WebSocket, caches and mocks as well, which is 11 MiB and half
 * of its start. These files have no types of their own; here they have those of the index.
 */
export const EnvHttpProxyAgent: typeof Agent;
export const buildConnector: typeof Build;
export const api: { request(this: Dispatcher, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> };
