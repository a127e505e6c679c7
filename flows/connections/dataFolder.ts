import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where Sluice keeps what is the person's: `SLUICE_HOME` where it is set, else the platform's place for application data. Nothing is made. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home: string = homedir()): string {
  if (env['SLUICE_HOME']) return resolve(env['SLUICE_HOME']);
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Sluice');
    case 'win32':
      return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Sluice');
    default:
      // XDG Base Directory Specification: the variable counts only when it is an absolute path.
      return join(env['XDG_DATA_HOME']?.startsWith('/') ? env['XDG_DATA_HOME'] : join(home, '.local', 'share'), 'sluice');
  }
}
