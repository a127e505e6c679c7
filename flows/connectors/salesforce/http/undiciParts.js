// What it is for is said where its types are: undiciParts.d.ts.
export { default as api } from 'undici/lib/api/index.js';
export { default as buildConnector } from 'undici/lib/core/connect.js';
export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js';
