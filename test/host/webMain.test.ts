import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorFromData } from '../../flows/kit/errors.ts';
import { protocolVersion } from '../../host/contract/app.ts';
import { contract, type HostClient } from '../../host/contract/contract.ts';
import { connect } from '../../host/rpc/connect.ts';
import { webSocketPort } from '../../host/rpc/ports/webSocket.ts';
import { copyRows, people } from './testHost.ts';
import { openSocket, signIn } from './webClient.ts';

/** The browser host as it ships: the built entry in a process of its own, its engines in theirs. */
const root = join(import.meta.dirname, '../..');
const entry = join(root, 'dist/node/webHost.js');

let home: string;
const started: ChildProcess[] = [];
const ports: { close(): void }[] = [];

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.ts', 'node', 'templates'], { cwd: root, stdio: 'pipe' });
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterEach(async () => {
  for (const port of ports.splice(0)) port.close();
  for (const child of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
});
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

const env = () => ({ PATH: process.env['PATH'], SLUICE_HOME: home });

async function start(): Promise<{ child: ChildProcess; url: string; client: HostClient }> {
  const child = spawn(process.execPath, [entry], { env: env(), stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line') as [string];
  expect(line).toMatch(/^Sluice is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+$/);
  const url = line.slice('Sluice is at '.length);
  const cookie = await signIn(url);
  const port = webSocketPort(() => openSocket(Number(new URL(url).port), cookie));
  ports.push(port);
  return { child, url, client: connect(contract, port, errorFromData) };
}

/** A flow on disk with its rows beside it. */
async function makeFlow(client: HostClient): Promise<string> {
  const { path } = await client.flows.create({ name: 'Copy' });
  await client.flows.save({ path, document: copyRows });
  await writeFile(join(path, '..', 'people.csv'), people);
  return path;
}

async function startLongRun(client: HostClient, child: ChildProcess): Promise<number> {
  const path = await makeFlow(client);
  for (let block = 0; block < 60; block++) await appendFile(join(path, '..', 'people.csv'), 'Ann,"Aarhus, at the sea"\n'.repeat(50_000));
  const { run } = await client.runs.start({ path, document: copyRows, parameters: {} });
  for await (const event of client.runs.watch({ run })) if (event.type === 'started') break;
  const engine = Number(execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).trim());
  expect(engine).toBeGreaterThan(0);
  return engine;
}

const isRunning = (pid: number) => spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.replace(/Z.*/, '').trim() !== '';

describe('the browser host', () => {
  test('serves a window that runs a flow in an engine of its own', async () => {
    const { client } = await start();
    expect(await client.app.hello({ protocol: protocolVersion })).toMatchObject({ capabilities: [] });
    const path = await makeFlow(client);
    const { run } = await client.runs.start({ path, document: copyRows, parameters: {} });
    const events = [];
    for await (const event of client.runs.watch({ run })) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'finished', state: 'succeeded', nodes: { write: { written: 3 } } });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it and its engines', async (signal) => {
    const { child, client } = await start();
    const engine = await startLongRun(client, child);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(isRunning(engine)).toBe(false);
  });

  test('its engines end by themselves when it is killed, and the next start knows how their runs ended', async () => {
    const { child, client } = await start();
    const engine = await startLongRun(client, child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect.poll(() => isRunning(engine), { timeout: 10_000 }).toBe(false);
    const again = await start();
    const [run] = await again.client.runs.list({ limit: 1 });
    expect(run?.state).toMatch(/^(cancelled|interrupted)$/);
  });

  test('with a port in use: a sentence and exit code 2', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    const second = spawnSync(process.execPath, [entry, '--port', port], { env: env(), encoding: 'utf8' });
    expect(second).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `Port ${port} is used by another program. Give another with --port, or --port 0 for any that is free.\n`,
    });
  });

  test.each([[['--port', 'ninety']], [['--port', '70000']], [['--nonsense']], [['extra']]])('given %j: a sentence and exit code 2', (args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { env: env(), encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--port/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
