import { setFlagsFromString } from 'node:v8';
import type { buildConnector as Build } from 'undici';
import { buildConnector } from './undiciParts.js';

/** V8's flags for WebAssembly that is compiled once, at once; their opposites are what V8 begins with. */
const onceFlags = ['wasm-lazy-compilation', 'wasm-dynamic-tiering', 'wasm-tier-up'];

/**
 * Connects as undici does. When its first connection stands, undici makes its parser of HTTP, which is WebAssembly, and after some hundred answers
 * V8 would compile it again: one function of 34 kB, which takes 0.2 s of a processor and 23 MiB, for what takes 10 ms of a run of 500 calls
 * as it is. How a module is compiled is settled when it is made, so the flags are back before anything else is.
 */
export function connectHttp(options: Build.BuildOptions): Build.connector {
  const connect = buildConnector(options);
  return (to, callback) =>
    connect(to, (...result) => {
      for (const flag of onceFlags) setFlagsFromString(`--no-${flag}`);
      try {
        callback(...result);
      } finally {
        for (const flag of onceFlags) setFlagsFromString(`--${flag}`);
      }
    });
}
