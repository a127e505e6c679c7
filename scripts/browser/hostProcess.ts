import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../build/targets.ts';

/** The built browser host in a process of its own, to be ended well or, as by a crash, at once; variables that are undefined are taken out of its environment. */
export function startBrowserHost(env: Record<string, string | undefined>): { url: Promise<string>; stop(): Promise<void>; kill(): Promise<void> } {
  const child = spawn(process.execPath, [path.join(root, 'dist/node/webHost.js'), '--port', '0'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  return { url: addressOf(child), stop: () => endHost(child), kill: () => endHost(child, 'SIGKILL') };
}

/** The address that a browser host says once it is there. Rejects when it ends before. */
export function addressOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const url = /^Sluice is at (\S+)/.exec(line)?.[1];
    if (url !== undefined) resolve(url);
  });
  child.on('exit', (code) => reject(new Error(`The browser host ended with code ${code}.`)));
  return promise;
}

/** Ends a browser host, and resolves when it is gone. */
export async function endHost(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.on('exit', () => resolve());
  child.kill(signal);
  await promise;
}
