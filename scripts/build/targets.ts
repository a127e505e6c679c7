import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { startChunks } from './startChunks.ts';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Target {
  readonly name: string;
  /** Folders and files whose change makes the target stale. */
  readonly sources: readonly string[];
  readonly configs: readonly InlineConfig[];
}

const natives = ['@napi-rs/keyring', '@duckdb/node-api'];

/** A bundle for Node 24 or Electron's main side: everything of npm inside, but what is native or built in. */
function nodeBundle(outDir: string, input: Record<string, string>, more: { external?: string[]; format?: 'cjs'; isOneFile?: boolean } = {}): InlineConfig {
  const { format = 'es' } = more;
  const ending = format === 'cjs' ? 'cjs' : 'js';
  return {
    root,
    define: { __APP_VERSION__: JSON.stringify(process.env['npm_package_version'] ?? '0.1.0'), 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, external: [...natives, ...(more.external ?? [])] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: path.join(root, outDir),
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(input).map(([name, file]) => [name, path.join(root, file)])),
        external: [...natives, ...(more.external ?? []), ...builtinModules, /^node:/],
        output: {
          format,
          strict: true,
          // What stays outside is required, not imported: bin/loadProgram.cjs knows no import().
          dynamicImportInCjs: false,
          entryFileNames: `[name].${ending}`,
          chunkFileNames: `chunks/[name]-[hash].${ending}`,
          codeSplitting: more.isOneFile ? false : { groups: startChunks(root) },
        },
      },
    },
  };
}

/** Programs that a run starts as processes of their own. */
const children = { duckChild: 'flows/connectors/duckdb/duckChild.ts' };

const headless = ['flows', 'demoOrg', 'scripts/build', 'package-lock.json'];

export const targets: readonly Target[] = [
  {
    name: 'renderer',
    sources: ['renderer', 'flows', 'host/contract', 'host/rpc', 'scripts/build', 'package-lock.json'],
    configs: [
      {
        root: path.join(root, 'renderer'),
        base: './',
        plugins: [react()],
        build: {
          outDir: path.join(root, 'dist/renderer'),
          emptyOutDir: true,
          target: 'chrome140',
          modulePreload: { polyfill: false },
          assetsInlineLimit: 0,
          chunkSizeWarningLimit: 2000,
        },
      },
    ],
  },
  {
    name: 'cli',
    sources: headless,
    // CommonJS, for bin/loadProgram.cjs.
    configs: [nodeBundle('dist/cli', { sluice: 'flows/cli/main.ts' }, { format: 'cjs' }), nodeBundle('dist/cli', children)],
  },
  { name: 'node', sources: [...headless, 'host'], configs: [nodeBundle('dist/node', { webHost: 'host/web/main.ts', engineChild: 'host/web/engineChild.ts', ...children })] },
  {
    name: 'electron',
    sources: [...headless, 'host', 'electron'],
    configs: [
      nodeBundle('dist/electron', { main: 'electron/main/main.ts' }, { external: ['electron'] }),
      nodeBundle('dist/electron', { hostProcess: 'electron/hostProcess/main.ts', engineProcess: 'electron/hostProcess/engine.ts' }),
      nodeBundle('dist/electron', { preload: 'electron/preload/preload.ts' }, { external: ['electron'], format: 'cjs', isOneFile: true }),
    ],
  },
  { name: 'templates', sources: ['flows/templates', 'scripts/build'], configs: [] },
];
