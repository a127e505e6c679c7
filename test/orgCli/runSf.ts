import { execFile } from 'node:child_process';
import path from 'node:path';

/** `sf` with these arguments; gives what it printed. Throws with all it said where it does not end with 0. */
export type Sf = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<string>;

/** The CLI with a home of its own: it sees no sign-in of the person, and leaves none. */
export function runSf(program: string, folder: string): Sf {
  // The CLI knows no exceptions from a proxy, not even this machine.
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name) && !/^(SF|SFDX)_/.test(name)));
  const home = { HOME: folder, USERPROFILE: folder, XDG_DATA_HOME: path.join(folder, 'data'), XDG_CACHE_HOME: path.join(folder, 'cache') };
  const quiet = { SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', SF_DISABLE_LOG_FILE: 'true' };
  return (args, env = {}) =>
    new Promise((resolve, reject) => {
      const options = { cwd: folder, env: { ...inherited, ...home, ...quiet, ...env }, maxBuffer: 64 * 1_024 * 1_024, timeout: 120_000 };
      execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
        if (error) reject(new Error(`sf ${args.join(' ')} ended with ${error.code ?? error.signal}\n${`${stdout}${stderr}`.trim().slice(0, 1_500)}`));
        else resolve(stdout);
      });
    });
}
