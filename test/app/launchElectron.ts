import { _electron, type ElectronApplication } from '@playwright/test';
import { root } from '../../scripts/build/targets.ts';

/** The app on the real Electron binary; asked for by `npm run test:electron` alone, which says when the binary is not there. */
export function launchElectron(env: Record<string, string>): Promise<ElectronApplication> {
  return _electron.launch({ args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root], env: { ...(process.env as Record<string, string>), ...env } });
}
