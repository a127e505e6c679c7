import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Starts the app as `npm start` does, on a machine without a display. */
function start(...args: string[]) {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-start-'));
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'scripts/start.ts'), ...args], { env: { ...env, SLUICE_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines: string[] = [];
  const said = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const look = (line: string): void => {
        lines.push(line);
        const match = pattern.exec(line);
        if (match) resolve(match[1] ?? match[0]);
      };
      createInterface({ input: child.stdout }).on('line', look);
      createInterface({ input: child.stderr }).on('line', look);
    });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return { said, ended, lines, stop: () => child.kill('SIGINT') };
}

test.skipIf(process.platform !== 'linux')(
  `without a display the start says so, gives the address of the window, and Ctrl-C ends it${process.platform === 'linux' ? '' : ' (skipped: this system always has a display)'}`,
  async () => {
    const { said, ended, lines, stop } = start();
    const url = await said(/^Sluice is at (\S+)/);
    expect(lines[0]).toMatch(/no display/);
    // The token is good once: it is changed for a cookie, and the address without it is the window.
    const admitted = await fetch(url, { redirect: 'manual' });
    const page = await fetch(new URL(admitted.headers.get('location')!, url), { headers: { cookie: admitted.headers.get('set-cookie')!.split(';')[0]! } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Sluice');
    stop();
    expect(await ended).toBe(0);
  },
);

test('a port in use is said, with exit code 2', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const { said, ended } = start('--browser', '--no-open', '--port', String(port));
  expect(await said(/Port \d+ .*/)).toContain(`Port ${port} `);
  expect(await ended).toBe(2);
});
