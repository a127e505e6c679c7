import { registerHooks } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Makes this process look like one of Electron's: `electron` is `module`, and `process` says what it is. */
export function registerElectron(module: string, type: 'browser' | 'utility'): void {
  const url = new URL(module, import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'electron' ? { url, format: 'module-typescript', shortCircuit: true } : next(specifier, context)),
  });
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../node_modules/electron/package.json'), 'utf8')) as { version: string };
  Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
  Object.defineProperty(process, 'type', { value: type });
}
