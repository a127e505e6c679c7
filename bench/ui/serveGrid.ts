import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

/** Builds grid.tsx as the app is built, into `outDir`, and serves it on this machine. */
export async function serveGrid(outDir: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const root = import.meta.dirname;
  await build({ root, configFile: false, logLevel: 'error', plugins: [react()], build: { outDir, emptyOutDir: true, rolldownOptions: { input: path.join(root, 'grid.html') } } });
  const server = await preview({ root, configFile: false, logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  return { url: `${server.resolvedUrls!.local[0]!}grid.html`, close: () => server.close() };
}
