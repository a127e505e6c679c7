import os from 'node:os';
import path from 'node:path';

/** Where the other tools are installed: in the person's cache, so that no search and no package of this project meets them. */
export const peersFolder = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'sluice-bench');
