import { cpSync } from 'node:fs';
import path from 'node:path';
import { root } from './targets.ts';

/** The finished flows that ship with the app lie beside the bundles, as files. */
export function copyTemplates(): void {
  cpSync(path.join(root, 'flows/templates'), path.join(root, 'dist/templates'), { recursive: true });
}
