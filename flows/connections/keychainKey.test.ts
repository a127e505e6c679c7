import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const has = (program: string) => spawnSync('which', [program]).status === 0;
const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter((program) => !has(program));

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sluice-'));
});
afterAll(() => rm(home, { recursive: true }));

/** What a fresh process finds: the probe, then the key or the error, as JSON. */
const script = `
  import { keychainKey } from ${JSON.stringify(join(import.meta.dirname, 'keychainKey.ts'))};
  const key = keychainKey();
  const probe = await key.probe();
  const text = (bytes) => bytes && Buffer.from(bytes).toString('hex');
  try {
    console.log(JSON.stringify({ probe, before: text(await key.get(new Uint8Array(), false)), made: text(await key.get(new Uint8Array(), true)) }));
  } catch ({ kind, code, message, hint }) {
    console.log(JSON.stringify({ probe, error: { kind, code, message, hint } }));
  }`;

interface Found {
  readonly probe: { readonly available: boolean; readonly message?: string };
  readonly before?: string;
  readonly made?: string;
  readonly error?: { readonly kind: string; readonly code: string; readonly message: string; readonly hint: string };
}

const node = [process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script];

/** Runs the script in a session of its own, whose keyring is below `folder`, after `daemon` was started in the way given. */
async function inSession(folder: string, daemon: string): Promise<Found> {
  const { stdout } = await run(
    'dbus-run-session',
    ['--', 'sh', '-c', `${daemon} >/dev/null 2>&1; exec "$@"`, 'sh', ...node],
    { env: { PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: folder } },
  );
  return JSON.parse(stdout) as Found;
}

const unlocked = `printf '\\n' | gnome-keyring-daemon --unlock --components=secrets`;
const locked = 'gnome-keyring-daemon --start --components=secrets';

const whySkipped = missing.length > 0 ? ` (skipped: ${missing.join(' and ')} not installed)` : '';

describe.skipIf(missing.length > 0)(`the master key in a real GNOME Keyring${whySkipped}`, () => {
  test('unlocked: made once, 32 bytes, the same in the next session; locked: says so', async () => {
    const first = await inSession(home, unlocked);
    expect(first.probe).toEqual({ place: 'the system keychain', available: true });
    expect(first.before).toBeUndefined();
    expect(first.made).toMatch(/^[0-9a-f]{64}$/);

    const second = await inSession(home, unlocked);
    expect(second.before).toBe(first.made);
    expect(second.made).toBe(first.made);

    const shut = await inSession(home, locked);
    expect(shut.probe).toMatchObject({ available: false, message: expect.stringContaining('The system keychain is locked. Unlock it') });
    expect(shut.error).toMatchObject({
      kind: 'service',
      code: 'vaultUnavailable',
      message: expect.stringContaining('locked'),
      hint: expect.stringContaining('SLUICE_VAULT_PASSPHRASE'),
    });
  });

  test('without a login keyring: says so', async () => {
    const empty = await mkdtemp(join(home, 'empty-'));
    const { probe, error } = await inSession(empty, locked);
    expect(probe).toMatchObject({ available: false, message: expect.stringContaining('has no login keyring') });
    expect(error).toMatchObject({ kind: 'service', code: 'vaultUnavailable' });
  });
});

test.skipIf(process.platform !== 'linux')('without a session bus (Linux only): there is no keychain, and what to do is said', async () => {
  const { stdout } = await run(node[0]!, node.slice(1), { env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: join(home, 'none') } });
  const { probe, error } = JSON.parse(stdout) as Found;
  expect(probe).toMatchObject({
    available: false,
    message: expect.stringContaining('There is no system keychain that answers. Start GNOME Keyring or KWallet.'),
  });
  expect(error).toMatchObject({ kind: 'service', code: 'vaultUnavailable', hint: expect.stringContaining('SLUICE_<NAME>_ACCESS_TOKEN') });
});
