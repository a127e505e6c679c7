import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from './commandLine.ts';
import { testTerminal } from './testTerminal.ts';

export interface StartedOrg {
  readonly url: string;
  /** What was said until the address was known. */
  readonly out: string;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number>;
  /** Ctrl-C. */
  stop(): Promise<number>;
}

/** A folder of its own for `sluice org start …`, and the orgs that run in it; `close` ends them all. */
export async function testOrgs(): Promise<{ cwd: string; env: Record<string, string>; start(...options: string[]): Promise<StartedOrg>; close(): Promise<void> }> {
  const cwd = await mkdtemp(join(tmpdir(), 'sluiceOrg'));
  const env = { SLUICE_HOME: join(cwd, 'home') };
  const stops: (() => Promise<number>)[] = [];
  return {
    cwd,
    env,
    start(...options) {
      const { promise, resolve, reject } = Promise.withResolvers<StartedOrg>();
      const terminal = testTerminal({
        cwd,
        env,
        out: (text) => {
          terminal.said.out += text;
          const url = /at (http:\S+)/.exec(text)?.[1];
          if (url) setImmediate(() => resolve({ url, out: text, ended, stop }));
        },
      });
      const ended = commandLine(['org', 'start', '--port', '0', ...options], terminal);
      const stop = (): Promise<number> => (terminal.interrupt(), ended);
      stops.push(stop);
      void ended.then((code) => reject(new Error(`It ended with ${code}: ${terminal.said.err}`)));
      return promise;
    },
    async close() {
      for (const stop of stops) await stop();
      await rm(cwd, { recursive: true });
    },
  };
}
